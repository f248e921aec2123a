/** A request file after validation: both documented bodies become this one shape. */

import type { IdentifierKind } from './identifier.ts'
import type { Subject } from './subject.ts'

export type Action = 'export' | 'forget'

/** Where in the submitted document an identifier object stands, and what became of it. */
export interface IdentifierPlace {
  /** JSON pointer of the identifier object, e.g. `/consumers/0/consumer/2` or `/requests/1/contacts/0`. */
  readonly pointer: string
  readonly kind: IdentifierKind
  readonly subjectKey: string
  /** The normal form, or null when the value was refused (then `problem` says why). */
  readonly normal: string | null
  /** E.g. `incorrect device format`; null when the identifier is well formed. Never contains the value. */
  readonly problem: string | null
}

export interface Request {
  readonly action: Action
  /** File name without folder; its stem names the answers. */
  readonly fileName: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
  readonly form: 'on-premises' | 'cloud'
  /** The document as submitted. */
  readonly document: Readonly<Record<string, unknown>>
  readonly subjects: readonly Subject[]
  readonly places: readonly IdentifierPlace[]
  /** When the person asked, ISO 8601, UTC; null when the document does not say. */
  readonly receivedAt: string | null
}

/** One thing wrong with a request file, for its sender. Contains no value from the file. */
export interface RequestProblem {
  /** JSON pointer into the document; empty for the file as a whole. */
  readonly pointer: string
  /** Short and stable: `json`, `encoding`, `type`, `required`, `unknown-key`, `duplicate-key`, `file-name`, `too-large`, … */
  readonly rule: string
  /** A sentence: the place, the rule and the next step. */
  readonly message: string
}

/** Turns a file's bytes into a trusted Request, or into everything that is wrong with it. */

import { setImmediate } from 'node:timers/promises'

import type { Request, RequestProblem } from '../../domain/request.ts'

import type { Documents } from './documents.ts'
import { readDocument, type DocumentReading, type DocumentRules } from './read-document.ts'
import { readSubjects } from './subjects.ts'

export interface SubmittedFile extends DocumentRules {
  /** Without folder. */
  readonly fileName: string
  readonly bytes: Uint8Array
  /** Of `bytes`, hexadecimal. */
  readonly sha256: string
  /** Position in the run; subject keys start with it. */
  readonly fileNumber: number
  /** The tenant's, ISO 3166-1 alpha-2. */
  readonly country: string
  /** What the tenant's telephone system dials before numbers outside of it. */
  readonly dialingPrefixes?: readonly string[] | undefined
  /** The tenant's own; missing: a request may be for any. */
  readonly accounts?: readonly string[] | undefined
}

export type Validation =
  | { readonly ok: true; readonly request: Request }
  /** `text`: what was submitted when it is a JSON object, as it was written; otherwise null. */
  | { readonly ok: false; readonly problems: readonly RequestProblem[]; readonly text: string | null }

/** Never keeps the thread for long: `documents` reads what is large elsewhere, and identifiers are read a few at a time. */
export async function validateRequest(
  file: SubmittedFile,
  documents: Documents,
  signal?: AbortSignal,
): Promise<Validation> {
  const validation = validating(file, await documents.read(file.bytes, rulesOf(file), signal))
  for (;;) {
    const step = validation.next()
    if (step.done === true) return step.value
    await setImmediate()
    signal?.throwIfAborted()
  }
}

/** The same in one go, for commands that do nothing else. */
export function validateAtOnce(file: SubmittedFile): Validation {
  const validation = validating(file, readDocument(file.bytes, rulesOf(file)))
  for (;;) {
    const step = validation.next()
    if (step.done === true) return step.value
  }
}

function* validating(file: SubmittedFile, reading: DocumentReading): Generator<null, Validation> {
  if (!reading.ok) return reading
  const { fileName, sha256, fileNumber, country, dialingPrefixes, accounts } = file
  const { action, form, document, receivedAt } = reading
  const longest = file.limits?.identifierLength ?? null
  const read = yield* readSubjects(reading.subjects, { country, dialingPrefixes, accounts, fileNumber, form, longest })
  return { ok: true, request: { action, fileName, sha256, form, document, ...read, receivedAt } }
}

function rulesOf({ action, nameProblem, limits }: SubmittedFile): DocumentRules {
  return {
    action,
    ...(nameProblem === undefined ? {} : { nameProblem }),
    ...(limits === undefined ? {} : { limits }),
  }
}

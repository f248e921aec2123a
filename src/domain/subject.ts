/** One person of one request file. */

import type { Identifier } from './identifier.ts'

export type SubjectType = 'consumer' | 'employee'

export interface Subject {
  /** Names the subject within its run, see `subject-key.ts`. */
  readonly key: string
  readonly type: SubjectType
  /** Only the identifiers that were well formed; a subject may have none left. */
  readonly identifiers: readonly Identifier[]
  /** Names of the key-value pairs that hold this person's data: `gim-attached-data.kvlist` of the request. */
  readonly attachedKeys: readonly string[]
  /** Missing: the request says nothing of it. */
  readonly details?: SearchDetails
}

/** What else a request says of how to look for somebody; by none of it alone anybody is found. */
export interface SearchDetails {
  /** Within which account, `accountid`; null: in any. */
  readonly accountId: string | null
  /** Numbers that text messages were written to, `shortcodes`. */
  readonly shortcodes: readonly string[]
  /** Names of fields that calls were given and that hold the person's data, `intauto-fields`. */
  readonly callFields: readonly string[]
}

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
}

/** What earlier forgets tell of rows. */

import type { IdentifierKind } from './identifier.ts'

/** A row that was found by an identifier, as it was submitted then. */
export interface RowBefore {
  readonly kind: IdentifierKind
  readonly consumerId: string
  readonly table: string
  readonly locator: string
}

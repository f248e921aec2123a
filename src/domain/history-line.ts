/** A row of CTL_GDPR_HISTORY as it is documented: its eight values. */

export interface HistoryLine {
  readonly tenantKey: number
  readonly forget: 0 | 1
  readonly consumerId: string
  readonly table: string
  readonly column: string
  readonly fact: string | null
  readonly value: string | null
  /** UTC epoch seconds. */
  readonly createdTs: number
}

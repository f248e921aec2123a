/** How far a long read of a table has come. */
export interface Reading {
  readonly place: string
  readonly rows: number
  /** About. */
  readonly of: number
}

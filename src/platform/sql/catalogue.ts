/** What the database's own catalogue says of a table: actual names, types, lengths, indexes. */

/** What keeps something from being searched, or only from being changed: the rule and the next step. */
export interface Obstacle {
  readonly to: 'search' | 'change'
  /** Goes on from the name of the table or column. */
  readonly message: string
  /** The statement that takes it away, for the DBA. */
  readonly remedy?: string
}

export interface ColumnShape {
  /** As the catalogue spells it. */
  readonly name: string
  /** The type as the catalogue spells it, e.g. `numeric(19,0)`; can stand in a cast. */
  readonly declared: string
  readonly family: 'text' | 'integer' | 'decimal' | 'other'
  /** Characters; null when unlimited or unknown. */
  readonly length: number | null
  readonly nullable: boolean
  /** Most bytes of a text, where the characters alone do not say it. */
  readonly bytes?: number
  /** The rules its texts are compared by, where they differ from column to column. */
  readonly collation?: string
  /** Missing: nothing keeps its values from being searched and changed. */
  readonly obstacle?: Obstacle
}

export interface IndexShape {
  /** Actual column names, in key order. */
  readonly columns: readonly string[]
  readonly unique: boolean
  /** Holds some of the rows only: equal values break it, and neither a key nor a search can go by it. */
  readonly partial: boolean
}

export interface TableShape {
  readonly schema: string | null
  /** As the catalogue spells it. */
  readonly name: string
  /** By upper-case name. */
  readonly columns: ReadonlyMap<string, ColumnShape>
  readonly indexes: readonly IndexShape[]
  /** Missing: nothing keeps its rows from being searched and changed. */
  readonly obstacle?: Obstacle
}

export function columnOf(shape: TableShape, column: string): ColumnShape | null {
  return shape.columns.get(column.toUpperCase()) ?? null
}

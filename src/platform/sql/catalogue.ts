/** What the database's own catalogue says of a table: actual names, types, lengths, indexes. */

/** What keeps something from being read as it is, from being searched, or only from being changed: the rule and the next step. */
export interface Obstacle {
  readonly to: 'read' | 'search' | 'change'
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
  /** The character set through which texts reach it, where it can hold others that are lost on the way. */
  readonly reachedThrough?: string
  /** Missing: nothing keeps its values from being searched and changed. */
  readonly obstacle?: Obstacle
}

export interface IndexShape {
  /** Actual column names, in key order; empty where the key is an expression. */
  readonly columns: readonly string[]
  /** The expressions at the places of `columns` that are empty, as the database writes them. */
  readonly expressions?: readonly string[]
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
  readonly isView?: true
  /** The character set of the database, where texts are bound in it and it is none of Unicode. */
  readonly encoding?: string
  /** Policies that may hide rows from the login, by name; null: they are not shown to it. Missing: there are none. */
  readonly policies?: string | null
  /** What the database itself keeps of its rows elsewhere, in sentences that go on from its name. */
  readonly copies?: readonly string[]
}

export function columnOf(shape: TableShape, column: string): ColumnShape | null {
  return shape.columns.get(column.toUpperCase()) ?? null
}

/** What engines do differently, as capabilities: nobody outside `dialects/` asks which engine it is. */

import type { Knex } from 'knex'

import type { ColumnShape, Obstacle, TableShape } from './catalogue.ts'
import type { Texts } from './dialects/texts/texts.ts'
import type { SqlFailure } from './dialects/failures/meaning.ts'
import type { Grant, Home, Rights, Touched, Use } from './rights.ts'
import type { DatabaseSettings } from './settings.ts'

/** A column of the rows that travel to the server inside one bound JSON parameter. */
export interface JsonColumn {
  /** Property in the JSON objects and column in the statement: `k0`, `k1`, …, `v`. */
  readonly name: string
  /** The column it will be compared with, so that indexes serve. */
  readonly like: ColumnShape
}

/** A column as a statement names it. */
export interface ColumnPlace {
  /** `alias.column`, for knex to quote. */
  readonly reference: string
  readonly column: ColumnShape
}

/** A value that the settings compare a column with: a tenant, a status. */
export type Setting = number | string

/** A table and the column by whose order it may be read. */
export interface KeyedTable {
  readonly table: TableShape
  readonly key: ColumnShape
  /** About. */
  readonly rows: number
}

export interface StreamOptions {
  /** Alias or name of the table whose rows the select visits, for engines that read a large table in stretches. */
  readonly pageBy: string
  /** The select has no index to go by and reads the whole table. */
  readonly scan?: boolean
  /** What `pageBy` names: a scan may go by ranges of its key, a statement for each. Engines with row ids need none. */
  readonly keyed?: KeyedTable
  /** Asked between two stretches of a scan; it goes on when this resolves. Missing: it need not stop. */
  readonly rest?: (() => Promise<void>) | undefined
  /** Told between two stretches of a scan how many rows are behind it, of about how many. */
  readonly onRead?: ((rows: number, of: number) => void) | undefined
  /**
   * The same select without what is searched for, where found rows may be read once more by their row ids alone: whoever
   * reads them looks at what they hold.
   */
  readonly named?: Knex.QueryBuilder
  readonly signal?: AbortSignal
}

/** What a column of ours is filled with. */
export type Cell = string | number | null

/** Rows for a table of ours; their cells are in the order of the columns. */
export interface Insertion {
  readonly table: TableShape
  readonly columns: readonly ColumnShape[]
  readonly rows: readonly (readonly Cell[])[]
  /** Asked when all of them are written: when it rejects, none of them lasts. */
  readonly beforeCommit?: () => Promise<void>
}

/** Rows of a table of ours that go, a limited number in one statement. */
export interface Deletion {
  readonly table: TableShape
  /** Over the table's own columns, without an alias. */
  readonly where: Knex.Raw
  readonly rows: number
}

/** Rows that are equal to one of the rows of a JSON parameter in all these columns. */
export interface EqualRows {
  readonly table: TableShape
  /** `k0`, `k1`, … in the JSON objects, where none of them is null. The first one holds whole numbers. */
  readonly columns: readonly ColumnShape[]
  /** Columns that are NULL in all of them. */
  readonly empty: readonly ColumnShape[]
  readonly json: string
}

/** An update or delete of the rows that a JSON parameter names by key and present value. */
export interface KeyedChange {
  readonly table: TableShape
  readonly keys: readonly ColumnShape[]
  readonly column: ColumnShape
  /** JSON array of objects `{ k0, k1, …, v }`, all values as text. */
  readonly rows: string
  /** What is written; `delete` removes the row. */
  readonly change: { readonly set: string | null } | 'delete'
  /** Rows whose column has one of these values may not be touched now. */
  readonly hold: { readonly column: ColumnShape; readonly values: readonly number[] } | null
}

export interface Dialect {
  /** Most rows in one multi-row insert of ten columns. */
  readonly rowsPerInsert: number
  /** A type that holds any value as text, for columns of a JSON parameter. */
  readonly textType: string
  /** A column of texts may hold bytes and numbers too. They equal no text, but are read as one, and are somebody's all the same. */
  readonly textsOfAnyType: boolean
  readonly config: (settings: DatabaseSettings) => Knex.Config
  /** The column as text, without losing a digit. */
  readonly text: (knex: Knex, reference: string, column: ColumnShape) => Knex.Raw
  /** A select of one column with the texts of a JSON array, comparable with the column `like`; null: with a computed text. */
  readonly jsonTexts: (knex: Knex, json: string, like: ColumnShape | null) => Knex.Raw
  /** The column is one of these values of the settings, whichever way it keeps them. */
  readonly isOneOf: (knex: Knex, place: ColumnPlace, values: readonly Setting[]) => Knex.Raw
  /** A text that a column is compared with, as the column's own type, so that its index serves. */
  readonly bound: (knex: Knex, value: string, column: ColumnShape) => Knex.Raw
  /** A from-item named `j` with the rows of a JSON array of objects. */
  readonly jsonRows: (knex: Knex, json: string, columns: readonly JsonColumn[]) => Knex.Raw
  readonly texts: Texts
  /** An index can lead to an expression over columns, without a column of its own. */
  readonly indexesExpressions: boolean
  /**
   * A column, or what is compared with it, so that equal means equal to the letter: a collation may take no notice of case,
   * accents or blanks at the end. Also to group by.
   */
  readonly exactly: (knex: Knex, value: Knex.Raw, column: ColumnShape) => Knex.Raw
  /** The beginning of a text of ours, to count by how many differ: not every type of a long text can be compared. */
  readonly countable: (knex: Knex, column: ColumnShape) => Knex.Raw
  readonly change: (knex: Knex, change: KeyedChange) => Knex.Raw
  /**
   * Locks the rows of a change with a limit to the waiting, where a change itself cannot be given one; for the same
   * transaction. Null where `setLockTimeout` does it.
   */
  readonly lockFirst: ((knex: Knex, change: KeyedChange, milliseconds: number) => Knex.Raw) | null
  /** All rows or none, committed; by the way that is the fastest of the engine's. */
  readonly insertRows: (knex: Knex, insertion: Insertion) => Promise<void>
  readonly deleteSome: (knex: Knex, deletion: Deletion) => Knex.Raw
  /** Rows `LINE`, `N`: the number `n` of each JSON row that rows of the table are equal to, and how many these are. */
  readonly countEqual: (knex: Knex, rows: EqualRows) => Knex.Raw
  readonly deleteEqual: (knex: Knex, rows: EqualRows) => Knex.Raw
  /** Closes what `insertRows` has opened beside knex; missing where it opens nothing. */
  readonly close?: (knex: Knex) => Promise<void>
  /**
   * Sees to it that what was overwritten or deleted stands in no file of the database any more; false while others keep
   * it from doing so. Missing where the files are the server's.
   */
  readonly clearFiles?: (knex: Knex) => Promise<boolean>
  readonly setLockTimeout: (trx: Knex.Transaction, milliseconds: number) => Promise<void>
  readonly failure: (error: unknown) => SqlFailure
  readonly describe: (knex: Knex, schema: string | null, table: string) => Promise<TableShape | null>
  /** About how many rows a table has, from statistics where there are any; null when unknown. */
  readonly estimateRows: (knex: Knex, table: TableShape) => Promise<number | null>
  /** The rows lie in the order of the key, so that a range of it is a stretch of the table. */
  readonly liesBy: (knex: Knex, keyed: KeyedTable) => Promise<boolean>
  /** The statement that lets a text column keep any character, for the DBA; null where it does, or nobody can tell. */
  readonly keepCharacters: (table: TableShape, column: ColumnShape) => string | null
  /** On all these columns; SELECT on the table where none is read. */
  readonly rights: (knex: Knex, table: TableShape, touched: Touched) => Promise<Rights>
  /**
   * What the catalogue does not say and the server shows when it is asked: rows that it hides from the login, a view whose
   * columns it does not change. Changes nothing.
   */
  readonly tryTable: (knex: Knex, table: TableShape, use: Use) => Promise<readonly Obstacle[]>
  /** The statement that lets a login see values and rows that the database would hide from it; null where it hides none. */
  readonly showAll: (login: string) => string | null
  /** The statement that gives a right, for the DBA. */
  readonly grant: (grant: Grant) => string
  /** The statement that lets the login into the database at all, for the DBA; null where there is none. */
  readonly letIn: (settings: DatabaseSettings) => string | null
  /** `schema`: as the settings name it; null: the login's own. */
  readonly home: (knex: Knex, schema: string | null, login: string) => Promise<Home>
  /** Names of all indexes of a table, as the catalogue spells them. */
  readonly indexNames: (knex: Knex, table: TableShape) => Promise<readonly string[]>
  /** Whether the database would go by an index for a select; null where it tells nobody without a right to ask. */
  readonly goesByIndex: (knex: Knex, query: Knex.QueryBuilder) => Promise<boolean | null>
  readonly stream: (
    knex: Knex,
    query: Knex.QueryBuilder,
    options: StreamOptions,
  ) => AsyncIterable<Readonly<Record<string, unknown>>>
}

/** The rights that a login has on a table, and the statements that would give it others. */

import type { ColumnShape, Obstacle, TableShape } from './catalogue.ts'

/** Columns that are looked at, and those that are written. */
export interface Touched {
  readonly read: readonly ColumnShape[]
  readonly written: readonly ColumnShape[]
}

export interface Rights {
  readonly select: boolean
  /** SELECT is held on some columns, one by one, and not on all that are read. */
  readonly selectsSome?: boolean
  readonly insert: boolean
  readonly update: boolean
  readonly delete: boolean
}

/** A right that is missing, for the statement that gives it. */
export interface Grant {
  readonly right: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
  readonly table: Pick<TableShape, 'schema' | 'name'>
  /** Empty: the whole table. */
  readonly columns: readonly string[]
  readonly login: string
}

/** What is to be done to a table's rows. */
export interface Use {
  readonly written: readonly ColumnShape[]
  readonly deleted: boolean
  readonly login: string
}

/** Where tables of ours are made. */
export interface Home {
  /** Null: they have none. */
  readonly schema: string | null
  /** Statements for the DBA without which the login can name no table there. */
  readonly entrance: readonly string[]
  /** What keeps the login from making tables there itself. */
  readonly obstacle: Obstacle | null
}

/** The rights that a login has on a table, and the statements that would give it others. */

import type { ColumnShape, TableShape } from './catalogue.ts'

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

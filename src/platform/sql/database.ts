/** One open database: knex for building and pooling, a dialect for what engines do differently. */

import type { Knex } from 'knex'

import type { Dialect } from './dialect.ts'
import type { TableShape } from './catalogue.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Database {
  readonly name: string
  readonly knex: Knex
  readonly dialect: Dialect
  /** Looks a table up in the catalogue, whatever the case of its name there; null when there is none. Remembered. */
  readonly describe: (table: string) => Promise<TableShape | null>
  /**
   * Rows of a select as they come, in bounded memory and with back-pressure; other statements may run in between.
   * `pageBy` is the alias or name of the table whose rows the select visits (engines without cursors page by it).
   */
  readonly stream: (query: Knex.QueryBuilder, options: { readonly pageBy: string; readonly signal?: AbortSignal }) => AsyncIterable<Row>
  /** A short transaction with the lock timeout set; repeated from its start after a deadlock or a lock timeout. */
  readonly transaction: <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>
  /** Safe twice. */
  readonly close: () => Promise<void>
}

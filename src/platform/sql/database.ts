/** One open database: knex for building and pooling, a dialect for what engines do differently. */

import type { Knex } from 'knex'

import type { TableShape } from './catalogue.ts'
import type { Dialect, Insertion, StreamOptions } from './dialect.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Database {
  readonly name: string
  readonly knex: Knex
  readonly dialect: Dialect
  /** Most rows locked in one transaction. */
  readonly rowsPerTransaction: number
  readonly lockTimeoutMs: number
  /** Who the rights are held by; null where there are no logins. */
  readonly login: string | null
  /** Looks a table up in the catalogue, whatever the case of its name there; null when there is none. Remembered. */
  readonly describe: (table: string) => Promise<TableShape | null>
  /** Forgets what `describe` remembers of a table, after one was created. */
  readonly refresh: () => void
  /**
   * Rows of a select as they come, in bounded memory and with back-pressure; other statements may run in between, and
   * the order is not defined. `pageBy` is the alias or name of the table whose rows the select visits.
   */
  readonly stream: (query: Knex.QueryBuilder, options: StreamOptions) => AsyncIterable<Row>
  /** Runs one statement or select outside of a transaction; a driver's error becomes a StepFailed. */
  readonly run: <T>(work: (knex: Knex) => PromiseLike<T>) => Promise<T>
  /**
   * A short transaction with the lock timeout set; repeated from its start after a deadlock or a lock timeout, and
   * followed by the pause between transactions. A driver's error becomes a StepFailed.
   */
  readonly transaction: <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>
  /** Commits all rows or none, in the engine's fastest way; repeated and followed by the pause as a transaction is. */
  readonly insertRows: (insertion: Insertion) => Promise<void>
  /**
   * What was overwritten or deleted stands in no file of the database any more, where the files are ours to see to.
   * Throws StepFailed, to be tried again, while others hold them.
   */
  readonly clearFiles: () => Promise<void>
  /** Safe twice. */
  readonly close: () => Promise<void>
}

/** All rows of some keys in one table: nothing else names them, and those of a key are one thing's. */

import type { Knex } from 'knex'

import type { Database } from '../../database.ts'
import { keysOf, locatorOf } from '../locator.ts'
import { ofTenant, searched } from '../predicate.ts'
import { selectByKey } from '../present.ts'
import { isMasked } from '../redacted.ts'
import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'
import { qualified } from '../../keyed.ts'
import { rowsOf, textIn } from '../../rows.ts'

/** Texts of a column in the rows of a key that are neither empty nor redacted; equal ones once, in order. */
export type ColumnTexts = ReadonlyMap<ResolvedColumn, readonly string[]>

/** By key. One that has no row in the table is missing. */
export async function textsTogether(
  knex: Knex,
  database: Pick<Database, 'knex' | 'dialect'>,
  table: ResolvedTable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ColumnTexts>> {
  const [first] = table.columns
  if (first === undefined || keys.length === 0) return new Map()
  const { dialect } = database
  const rows = keys.map((key) => ({ locator: locatorOf([key]), value: '', owners: [] }))
  const query = selectByKey(knex, dialect, { table, column: first, rows })
    .select(
      table.columns.map(({ shape, alias }) =>
        knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias]),
      ),
    )
    .where(ofTenant({ knex: database.knex, dialect }, table, searched))
  const texts = new Map<string, Map<ResolvedColumn, Set<string>>>()
  for (const row of await rowsOf(query)) {
    const key = textIn(row, 'k0') ?? ''
    const columns = texts.get(key) ?? new Map<ResolvedColumn, Set<string>>()
    texts.set(key, columns)
    for (const column of table.columns) {
      const text = textIn(row, column.alias)
      if (text === null || isMasked(column, text)) continue
      columns.set(column, (columns.get(column) ?? new Set()).add(text))
    }
  }
  return new Map(
    [...texts].map(([key, columns]) => [
      key,
      new Map([...columns].map(([column, some]) => [column, [...some].sort()])),
    ]),
  )
}

/** What stands in the rows of a key as one content. */
export function asContent(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join('\n')
}

export function keyIn(locator: string): string {
  return keysOf(locator)[0] ?? ''
}

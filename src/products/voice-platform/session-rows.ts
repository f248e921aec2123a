/** All rows of some sessions in one table: nothing else names them, and they are one call's. */

import type { Knex } from 'knex'

import type { Database } from '../../platform/sql/database.ts'
import { keysOf, locatorOf } from '../../platform/sql/engine/locator.ts'
import { ofTenant, searched } from '../../platform/sql/engine/predicate.ts'
import { selectByKey } from '../../platform/sql/engine/present.ts'
import { isMasked } from '../../platform/sql/engine/redacted.ts'
import type { ResolvedColumn, ResolvedTable } from '../../platform/sql/engine/resolved.ts'
import { qualified } from '../../platform/sql/keyed.ts'
import { rowsOf, textIn } from '../../platform/sql/rows.ts'

/** Texts of a column in the rows of a session that are neither empty nor redacted; equal ones once, in order. */
export type ColumnTexts = ReadonlyMap<ResolvedColumn, readonly string[]>

/** By session. One that has no row in the table is missing. */
export async function textsOfSessions(
  knex: Knex,
  database: Pick<Database, 'knex' | 'dialect'>,
  table: ResolvedTable,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, ColumnTexts>> {
  const [first] = table.columns
  if (first === undefined || sessions.length === 0) return new Map()
  const { dialect } = database
  const rows = sessions.map((session) => ({ locator: locatorOf([session]), value: '', owners: [] }))
  const query = selectByKey(knex, dialect, { table, column: first, rows })
    .select(
      table.columns.map(({ shape, alias }) =>
        knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias]),
      ),
    )
    .where(ofTenant({ knex: database.knex, dialect }, table, searched))
  const texts = new Map<string, Map<ResolvedColumn, Set<string>>>()
  for (const row of await rowsOf(query)) {
    const session = textIn(row, 'k0') ?? ''
    const columns = texts.get(session) ?? new Map<ResolvedColumn, Set<string>>()
    texts.set(session, columns)
    for (const column of table.columns) {
      const text = textIn(row, column.alias)
      if (text === null || isMasked(column, text)) continue
      columns.set(column, (columns.get(column) ?? new Set()).add(text))
    }
  }
  return new Map(
    [...texts].map(([session, columns]) => [
      session,
      new Map([...columns].map(([column, some]) => [column, [...some].sort()])),
    ]),
  )
}

/** What was kept of a session as one content. */
export function asContent(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : texts.join('\n')
}

export function sessionOf(locator: string): string {
  return keysOf(locator)[0] ?? ''
}

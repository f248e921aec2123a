/**
 * Rows that a search returned and the matcher in memory denies. Mostly look-alikes, since a search may be wider than the
 * truth; but a database that masks what it shows finds rows by one value and shows another.
 */

import type { Knex } from 'knex'

import type { Row } from '../database.ts'
import { ofTenant, searched } from './predicate.ts'
import { stillThere } from './present.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import { textIn } from '../rows.ts'
import { locatorIn, type SearchRun } from './table-rows.ts'
import { hiddenRows } from './failures.ts'

/** A mask hides every row alike; more need not be looked at. */
const mostLookedAt = 100

export class DeniedRows {
  readonly #run: SearchRun
  readonly #table: ResolvedTable
  readonly #rows = new Map<ResolvedColumn, Map<string, string>>()
  #shownEmpty = 0

  constructor(run: SearchRun, table: ResolvedTable) {
    this.#run = run
    this.#table = table
  }

  note(row: Row, columns: readonly ResolvedColumn[]): void {
    const shown = columns.flatMap((column) => {
      const value = textIn(row, column.alias)
      return value === null ? [] : [{ column, value }]
    })
    // What is NULL fulfils no condition.
    if (shown.length === 0) this.#shownEmpty += 1
    for (const { column, value } of shown) {
      const rows = this.#rows.get(column) ?? new Map<string, string>()
      this.#rows.set(column, rows)
      if (rows.size < mostLookedAt) rows.set(locatorIn(row, this.#table) ?? '', value)
    }
  }

  /** Throws when rows are not found again by what the database showed of them. */
  async refuseHidden(): Promise<void> {
    const table = this.#table
    let hidden = this.#shownEmpty
    for (const [column, shown] of this.#rows) {
      const rows = [...shown].map(([locator, value]) => ({ locator, value, owners: [] }))
      const { database } = this.#run
      const ours = (): Knex.Raw => ofTenant(database, table, searched)
      const there = await database.run((knex) => stillThere(knex, database.dialect, { table, column, rows }, ours))
      hidden += rows.filter(({ locator }) => !there.has(locator)).length
    }
    if (hidden > 0) throw hiddenRows(table.map.table, hidden)
  }
}

/** Profiles in the annexes of agents: rows of a Configuration Database with a section, an option and a value. */

import type { Knex } from 'knex'

import type { Complaint } from '../../../domain/product.ts'
import type { Database, Row } from '../../../platform/sql/database.ts'
import type { KeyedChange } from '../../../platform/sql/dialect.ts'
import { inspectTables } from '../../../platform/sql/engine/check/inspect.ts'
import { keysOf } from '../../../platform/sql/engine/locator.ts'
import { ofTenant, searched } from '../../../platform/sql/engine/predicate.ts'
import { requireTable, type ResolvedTable } from '../../../platform/sql/engine/resolved.ts'
import type { TableMap } from '../../../platform/sql/engine/table-map.ts'
import { locatorIn, unnamedRow, selectFrom } from '../../../platform/sql/engine/table-rows.ts'
import { textIn } from '../../../platform/sql/rows.ts'
import { qualified } from '../../../platform/sql/keyed.ts'
import { rowsOf } from '../../../platform/sql/rows.ts'
import { textWithoutSpans } from '../../../platform/text/encoded.ts'
import type { Favorite } from '../favorites/favorite.ts'
import { isShortened, shortName } from '../locator.ts'
import type { AnnexSettings } from '../settings.ts'
import { brokenRest, unreadable } from '../failures.ts'
import { Failures } from './failure-count.ts'
import { isRest } from './profile-file.ts'
import type { ProfileText } from './profile-text.ts'
import type { ProfileChange, Store, StoredProfile } from './store.ts'

const changing = 'an annex keeps changing while it is rewritten'

export class AnnexStore implements Store {
  readonly target: Store['target']
  readonly #database: Database
  readonly #settings: AnnexSettings
  readonly #map: TableMap
  readonly #read: ProfileText

  constructor(database: Database, settings: AnnexSettings, read: ProfileText) {
    this.target = { table: settings.table, column: settings.value }
    this.#database = database
    this.#settings = settings
    this.#map = mapOf(settings)
    this.#read = read
  }

  async *profiles(signal: AbortSignal): AsyncIterable<StoredProfile> {
    const table = await requireTable(this.#database, this.#map)
    const failures = new Failures()
    let number = 0
    for await (const row of this.#rows(table, signal)) {
      signal.throwIfAborted()
      number += 1
      const opened = this.#open(row, table)
      if (typeof opened === 'object') yield opened.stored
      else if (opened !== 'empty') failures.note(opened)
    }
    if (number === 0) throw unreadable('no row of the annex table has the `sections` and `options` of the settings')
    failures.throwIfAny(number)
  }

  async find(name: string): Promise<StoredProfile | null> {
    const table = await requireTable(this.#database, this.#map)
    const row = await this.#locate(table, name)
    return row === null ? null : (this.#recorded(row, table)?.stored ?? null)
  }

  async remove(name: string, choose: (stored: StoredProfile) => ReadonlySet<Favorite>): Promise<ProfileChange> {
    const table = await requireTable(this.#database, this.#map)
    const found = await this.#locate(table, name)
    if (found === null) return { kind: 'done' }
    const keys = table.keys.map((_, i) => textIn(found, `k${i}`) ?? '')
    return this.#database.transaction(async (trx): Promise<ProfileChange> => {
      const row = await this.#rowAt(trx, table, keys)
      const opened = row === null ? null : this.#recorded(row, table)
      const gone = opened === null ? new Set<Favorite>() : choose(opened.stored)
      if (opened === null || gone.size === 0) return { kind: 'done' }
      const set = textWithoutSpans(opened.text, opened.stored.profile.spansOf(gone))
      if (!isRest(set, opened.stored.profile, gone, this.#read)) throw brokenRest()
      await this.#database.dialect.change(trx, changeOf(table, keys, { from: opened.text, to: set }))
      const after = await this.#rowAt(trx, table, keys)
      const isSet = after !== null && (textIn(after, 'c0') ?? '') === set
      return isSet ? { kind: 'done' } : { kind: 'deferred', reason: changing }
    })
  }

  async check(forAction: 'export' | 'forget'): Promise<readonly Complaint[]> {
    const search = { map: this.#map, reaches: [] }
    const inspection = { forAction, fullScan: 'allow', fullScanRows: 0 } as const
    return inspectTables(this.#database, [search], inspection)
  }

  #rows(table: ResolvedTable, signal: AbortSignal): AsyncIterable<Row> {
    return this.#database.stream(this.#query(this.#database.knex, table), { pageBy: searched, scan: true, signal })
  }

  #query(knex: Knex, table: ResolvedTable): Knex.QueryBuilder {
    const { sections, options } = this.#settings
    const database = { ...this.#database, knex }
    const query = selectFrom({ database, wholeRows: false }, table, []).where(ofTenant(database, table, searched))
    const [, section, option] = table.columns
    if (sections !== null && section !== undefined) query.whereIn(qualified(searched, section.shape), [...sections])
    if (options !== null && option !== undefined) query.whereIn(qualified(searched, option.shape), [...options])
    return query
  }

  /** The row that a locator names; null when it is gone. */
  async #locate(table: ResolvedTable, name: string): Promise<Row | null> {
    if (!isShortened(name)) return this.#database.run((knex) => this.#rowAt(knex, table, keysOf(name)))
    for await (const row of this.#rows(table, new AbortController().signal)) {
      const locator = locatorIn(row, table)
      if (locator !== null && shortName(locator) === name) return row
    }
    return null
  }

  async #rowAt(knex: Knex, table: ResolvedTable, keys: readonly string[]): Promise<Row | null> {
    if (keys.length !== table.keys.length) return null
    const query = this.#query(knex, table)
    for (const [i, shape] of table.keys.entries()) query.where(qualified(searched, shape), keys[i] ?? '')
    const [row] = await rowsOf(query)
    return row ?? null
  }

  #recorded(row: Row, table: ResolvedTable): { readonly text: string; readonly stored: StoredProfile } | null {
    const opened = this.#open(row, table)
    if (typeof opened === 'object') return opened
    if (opened === 'empty') return null
    throw unreadable(`an annex with recorded favorites could not be evaluated: ${opened}`)
  }

  /** What the row holds, or why it cannot be told. */
  #open(row: Row, table: ResolvedTable): { readonly text: string; readonly stored: StoredProfile } | string {
    const text = textIn(row, 'c0')
    if (text === null || text.trim() === '') return 'empty'
    const parsed = this.#read(text)
    if (!parsed.ok) return `a value of ${text.length} characters: ${parsed.why}`
    const name = locatorIn(row, table)
    if (name === null) return unnamedRow(row, table)
    return { text, stored: { name, profile: parsed.profile, placeOf: ({ start }) => start } }
  }
}

/** The value first: it is what a row is selected for. */
function mapOf({ table, key, value, section, option, tenant }: AnnexSettings): TableMap {
  const column = (name: string): TableMap['columns'][number] => ({ column: name, identifies: [], comesWithRow: false })
  const beside = [section, option].map((name) => ({ ...column(name), redact: 'keep' }) as const)
  return { table, key, tenant, columns: [column(value), ...beside] }
}

/** Changes the row only while it still holds what was read. */
function changeOf(
  table: ResolvedTable,
  keys: readonly string[],
  text: { readonly from: string; readonly to: string },
): KeyedChange {
  const [value] = table.columns
  if (value === undefined) throw brokenRest()
  const named = keys.map((key, i): readonly [string, string] => [`k${i}`, key])
  const rows = JSON.stringify([Object.fromEntries<string>([...named, ['v', text.from]])])
  return { table: table.shape, keys: table.keys, column: value.shape, rows, change: { set: text.to }, hold: null }
}

/** Rows of a mapped table: how they are selected, whose they are, and what names them. */

import type { Knex } from 'knex'

import type { Evaluation, Owner, Target } from '../../../domain/finding.ts'
import type { RunContext } from '../../../domain/product.ts'
import type { Database, Row } from '../database.ts'
import type { StreamOptions } from '../dialect.ts'
import { rangeKeyOf } from '../key-ranges.ts'
import { qualified, tableName } from '../keyed.ts'
import { textIn } from '../rows.ts'
import { locatorOf } from './locator.ts'
import type { Needle, Needles } from '../../match/needles.ts'
import { searched } from './predicate.ts'
import { isMasked } from './redacted.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import { mentionsIn } from './conditions/dates.ts'
import { selectTime, type TenantPeriods } from './conditions/row-time.ts'
import { selectShortcode, type NamedShortcodes } from './conditions/shortcodes.ts'
import { selectRules } from './conditions/row-rules.ts'
import { columnsOf, documentIn, selectWhole, wholeRow } from './row-documents.ts'
import { partOf } from './parts/parts.ts'
import type { PeopleSeen } from './ways/people.ts'
import { noColumnOnward } from './failures.ts'

/** By table and locator, whose rows of an earlier run are. */
export type RowsBefore = ReadonlyMap<string, ReadonlyMap<string, readonly Owner[]>>

export interface SearchRun {
  readonly database: Database
  readonly needles: Needles
  /** Rows that would be deleted are found as a whole too: for a forget. */
  readonly wholeRows: boolean
  /** A text that mentions the person is told with what stands around it, without others in it: for an export. */
  readonly wholeTexts: boolean
  /** Rows that lead on although they no longer name anybody. */
  readonly earlier?: RowsBefore
  /** Which numbers people wrote text messages to, as their requests say. */
  readonly shortcodes?: NamedShortcodes
  /** Whose rows are theirs by their days alone; missing: nobody's. */
  readonly periods?: TenantPeriods | undefined
  /** Tells whom rows concern; missing where nobody counts them. */
  readonly people?: PeopleSeen
  readonly signal: AbortSignal
  /** As `RunContext` has it. */
  readonly rest?: (() => Promise<void>) | undefined
  /** Told how far a long read has come. */
  readonly onRead?: RunContext['onRead']
}

export interface Match {
  readonly needle: Needle
  readonly column: ResolvedColumn
  /** Only this of the column's text is the person's; null: all of it. */
  readonly part: string | null
}

/**
 * Keys as `k0`…, mapped columns as `c0`…, the other ends of these as `oc0`…, what tells people apart as `p0`…, what leads
 * on as `r0`…, the time as `t`, a short code as `sc`; everything as text.
 */
export function selectFrom(
  { database, wholeRows, periods }: Pick<SearchRun, 'database' | 'wholeRows' | 'periods'>,
  table: ResolvedTable,
  carry: readonly string[],
): Knex.QueryBuilder {
  const { knex, dialect } = database
  const asText = (shape: ResolvedColumn['shape'], alias: string): Knex.Raw =>
    knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias])
  const carried = carry.map((name, i) => {
    const shape = table.shape.columns.get(name.toUpperCase())
    if (shape === undefined) throw noColumnOnward(table.map.table, name)
    return asText(shape, `r${i}`)
  })
  return knex
    .select([
      ...table.keys.map((shape, i) => asText(shape, `k${i}`)),
      ...table.columns.map(({ shape, alias }) => asText(shape, alias)),
      ...table.columns.flatMap(({ otherEnd, alias }) =>
        otherEnd === undefined ? [] : [asText(otherEnd, `o${alias}`)],
      ),
      ...[...table.people.values()].map((shape, i) => asText(shape, `p${i}`)),
      ...carried,
      ...selectTime(knex, dialect, table, periods),
      ...selectShortcode(knex, dialect, table),
      ...selectRules(knex, dialect, table),
      ...(wholeRows && losesRows(table) ? selectWhole(knex, dialect, columnsOf(table)) : []),
    ])
    .from({ [searched]: tableName(table.shape) })
}

/** How a read of the whole table goes on, and what ends it. */
export function longRead(
  { signal, rest, onRead }: Pick<SearchRun, 'signal' | 'rest' | 'onRead'>,
  { map, shape, rows }: ResolvedTable,
): Pick<StreamOptions, 'keyed' | 'rest' | 'onRead' | 'signal'> {
  const key = rangeKeyOf(shape)
  const told = (read: number, of: number): void => {
    onRead?.({ place: map.table, rows: read, of })
  }
  return {
    signal,
    rest,
    ...(onRead === undefined ? {} : { onRead: told }),
    ...(key === null || rows === null ? {} : { keyed: { table: shape, key, rows } }),
  }
}

/** Whether a match makes whole rows of it go. */
function losesRows({ columns }: ResolvedTable): boolean {
  return columns.some(({ redact }) => redact === 'delete')
}

/** Which needles stand in which of the searched columns of a row. */
export function matchesIn(
  row: Row,
  columns: readonly ResolvedColumn[],
  { needles, wholeTexts }: Pick<SearchRun, 'needles' | 'wholeTexts'>,
): readonly Match[] {
  return columns.flatMap((column) => {
    const stored = textIn(row, column.alias)
    if (stored === null) return []
    const mentions = mentionsIn(needles, stored, column)
    if (mentions.length === 0) return []
    return [...new Set(mentions.map(({ needle }) => needle))].map((needle) => {
      const own = mentions.filter((mention) => mention.needle === needle)
      const isAll = own.some(({ entire }) => entire)
      return { needle, column, part: isAll ? null : partOf(stored, own, wholeTexts && column.map.kind === 'text') }
    })
  })
}

/**
 * Whether the row is the person's, with all that comes with it. Who is named within a longer text, or has an address
 * among others in it, is mentioned there and no more.
 */
export function isOwnRow({ column, part }: Match): boolean {
  return part === null || column.map.kind !== 'text'
}

export interface OwnedRow {
  readonly owner: Owner
  readonly run: SearchRun
  /** Where the person was matched in this row. */
  readonly matches: readonly Match[]
  /** What comes with the row is the person's as well. */
  readonly isOwn: boolean
}

/**
 * The person's columns of a row; those that are empty, or redacted already, with content null. Before them the row as a
 * whole, where it would be deleted. Unevaluated where nothing names the row.
 */
export function* ownedColumns(row: Row, table: ResolvedTable, owned: OwnedRow): Iterable<Evaluation> {
  const { owner, run } = owned
  const locator = locatorIn(row, table)
  const targetIn = (column: string): Target => ({ table: table.map.table, column })
  const columns = table.columns.filter((column) => isOwned(column, owned))
  if (locator !== null && run.wholeRows && owned.isOwn && columns.some(({ redact }) => redact === 'delete')) {
    yield { owner, target: targetIn(wholeRow), locator, content: documentIn(row, columnsOf(table)) }
  }
  for (const column of columns) {
    const target = targetIn(column.map.column)
    const value = partIn(column, owned) ?? textIn(row, column.alias)
    if (locator !== null) yield { owner, target, locator, content: isMasked(column, value) ? null : value }
    else yield { owner, target, unevaluated: unnamedRow(row, table) }
  }
}

export function isOwned(column: ResolvedColumn, owned: OwnedRow): boolean {
  return comesAlong(column, owned) || owned.matches.some((match) => match.column === column)
}

function comesAlong({ map }: ResolvedColumn, { owner, run, isOwn }: OwnedRow): boolean {
  const { attachedKeys, comesWithRow } = map
  return isOwn && comesWithRow && (attachedKeys === undefined || run.needles.attached(owner, attachedKeys))
}

/** Null where the whole column is the person's. */
function partIn(column: ResolvedColumn, owned: OwnedRow): string | null {
  const match = owned.matches.find((one) => one.column === column)
  if (match === undefined) return null
  // A list in a row of one's own names others too; a text in it is one's own.
  return column.map.kind === 'text' && comesAlong(column, owned) ? null : match.part
}

/** Null for a row that its key does not name: it could be found and never be redacted. */
export function locatorIn(row: Row, table: ResolvedTable): string | null {
  if (table.keys.some((_, i) => row[`k${i}`] === null)) return null
  return locatorOf(table.keys.map((_, i) => textIn(row, `k${i}`) ?? ''))
}

/** Why nothing is done with a row that its key does not name. */
export function unnamedRow(row: Row, table: ResolvedTable): string {
  const unnamed = table.keys.find((_, i) => row[`k${i}`] === null)
  const place = `${table.map.table}.${unnamed?.name ?? ''}`
  return `\`${place}\` is NULL in a row that was found, so nothing names the row; fill it, or set another \`key\``
}

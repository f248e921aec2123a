/** Rows of a mapped table: how they are selected, whose they are, and what names them. */

import type { Knex } from 'knex'

import { StepFailed } from '../../../domain/errors.ts'
import type { Finding, Owner } from '../../../domain/finding.ts'
import type { Database, Row } from '../database.ts'
import { qualified, tableName } from '../keyed.ts'
import { locatorOf } from './locator.ts'
import type { Needle, Needles } from '../../match/needles.ts'
import { searched } from './predicate.ts'
import { isMasked } from './redacted.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'

export interface SearchRun {
  readonly database: Database
  readonly needles: Needles
  readonly signal: AbortSignal
}

export interface Match {
  readonly needle: Needle
  readonly column: ResolvedColumn
}

/** Keys as `k0`…, mapped columns as `c0`…, what leads on as `r0`…; everything as text. */
export function selectFrom(database: Database, table: ResolvedTable, carry: readonly string[]): Knex.QueryBuilder {
  const { knex, dialect } = database
  const asText = (shape: ResolvedColumn['shape'], alias: string): Knex.Raw =>
    knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias])
  const carried = carry.map((name, i) => {
    const shape = table.shape.columns.get(name.toUpperCase())
    if (shape === undefined) throw missingCarry(table, name)
    return asText(shape, `r${i}`)
  })
  return knex
    .select([
      ...table.keys.map((shape, i) => asText(shape, `k${i}`)),
      ...table.columns.map((column, i) => asText(column.shape, `c${i}`)),
      ...carried,
    ])
    .from({ [searched]: tableName(table.shape) })
}

function missingCarry(table: ResolvedTable, name: string): StepFailed {
  return new StepFailed(
    'missing-column',
    `\`${table.map.table}.${name}\` is missing; it leads to the person's other rows`,
    {
      retryable: false,
    },
  )
}

/** Which needles stand in which of the searched columns of a row. */
export function matchesIn(
  row: Row,
  table: ResolvedTable,
  columns: readonly ResolvedColumn[],
  needles: Needles,
): readonly Match[] {
  return columns.flatMap((column) => {
    const stored = textIn(row, `c${table.columns.indexOf(column)}`)
    return stored === null ? [] : needles.lookup(stored, column.map.identifies).map((needle) => ({ needle, column }))
  })
}

interface OwnedRow {
  readonly owner: Owner
  readonly locator: string
  readonly needles: Needles
  /** Columns that are the person's in this row besides those that come with it. */
  readonly alsoColumns: ReadonlySet<ResolvedColumn>
}

/** The person's columns of a row; those that are empty, or redacted already, with content null. */
export function* ownedColumns(row: Row, table: ResolvedTable, owned: OwnedRow): Iterable<Finding> {
  for (const [i, column] of table.columns.entries()) {
    const { attachedKeys, comesWithRow } = column.map
    const comes = comesWithRow && (attachedKeys === undefined || owned.needles.attached(owned.owner, attachedKeys))
    if (!comes && !owned.alsoColumns.has(column)) continue
    const value = textIn(row, `c${i}`)
    yield {
      owner: owned.owner,
      target: { table: table.map.table, column: column.map.column },
      locator: owned.locator,
      content: isMasked(column, value) ? null : value,
    }
  }
}

/** Throws for a row that its key does not name: it could be found and never be redacted. */
export function locatorIn(row: Row, table: ResolvedTable): string {
  const unnamed = table.keys.find((_, i) => row[`k${i}`] === null)
  if (unnamed !== undefined) throw missingKey(table, unnamed.name)
  return locatorOf(table.keys.map((_, i) => textIn(row, `k${i}`) ?? ''))
}

function missingKey(table: ResolvedTable, column: string): StepFailed {
  const place = `${table.map.table}.${column}`
  return new StepFailed(
    'statement',
    `\`${place}\` is NULL in a row that was found, so nothing names the row; fill it, or set another \`key\``,
    { retryable: false },
  )
}

/** A selected value as text; null for NULL and for the empty text, which Oracle cannot tell apart. */
export function textIn(row: Row, name: string): string | null {
  const value = row[name]
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

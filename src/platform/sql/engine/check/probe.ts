/**
 * Searches a few rows of a table for themselves: every column must be one that the database searches, and what it shows
 * must be what it finds. Masked or redacted columns show something else, and would be answered with "not found".
 */

import type { Knex } from 'knex'

import { StepFailed } from '../../../../domain/errors.ts'
import { identifierKinds, type IdentifierKind } from '../../../../domain/identifier.ts'
import type { Complaint } from '../../../../domain/product.ts'
import { parseIdentifier } from '../../../match/identifier.ts'
import { needlesOf, type Needles } from '../../../match/needles.ts'
import type { Database, Row } from '../../database.ts'
import { rowsOf } from '../../rows.ts'
import { conditionsOn } from '../conditions/condition.ts'
import { stillThere } from '../present.ts'
import type { RecordedRow } from '../recorded-rows.ts'
import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'
import { locatorOf } from '../locator.ts'
import { textIn } from '../../rows.ts'
import { selectFrom } from '../table-rows.ts'

/** One might be changed while it is looked at, all of them hardly. */
const sampleRows = 20
/** Of a larger table a look without an index takes too long. */
const mostRowsRead = 200_000

export async function probeTable(database: Database, table: ResolvedTable): Promise<readonly Complaint[]> {
  const place = table.map.table
  const sample = await complaining(database, place, () =>
    leadsToRows(table)
      ? database.run(() => rowsOf(selectFrom({ database, wholeRows: false }, table, []).limit(sampleRows)))
      : Promise.resolve([]),
  )
  if ('complaint' in sample) return [sample.complaint]
  const complaints: Complaint[] = []
  for (const column of table.columns) complaints.push(...(await probeColumn(database, table, column, sample.result)))
  return complaints
}

/** Without an index each look at a row by its key would read the table as a whole. */
function leadsToRows({ keys, shape, rows }: ResolvedTable): boolean {
  const isLed = shape.indexes.some((index) => keys.some((key) => key.name === index.columns[0]))
  return isLed || (rows !== null && rows <= mostRowsRead)
}

async function probeColumn(
  database: Database,
  table: ResolvedTable,
  column: ResolvedColumn,
  sample: readonly Row[],
): Promise<readonly Complaint[]> {
  const place = `${table.map.table}.${column.map.column}`
  const rows = sample.flatMap((row) => rowOf(row, table, column))
  const also = everyCondition(database, column)
  const found = await complaining(database, place, () =>
    database.run((knex) => stillThere(knex, database.dialect, { table, column, rows }, also)),
  )
  if ('complaint' in found) return [found.complaint]
  if (rows.length === 0 || found.result.size > 0) return []
  return [shownOtherwise(database, place, rows.length)]
}

/** Rows that their key does not name, and empty fields, say nothing. */
function rowOf(row: Row, table: ResolvedTable, column: ResolvedColumn): readonly RecordedRow[] {
  const keys = table.keys.map((_, i) => textIn(row, `k${i}`))
  const value = textIn(row, column.alias)
  const named = keys.filter((key) => key !== null)
  return value === null || named.length < keys.length ? [] : [{ locator: locatorOf(named), value, owners: [] }]
}

/** All that a search and its verification would ask of the column, without a say in which rows are found. */
function everyCondition(database: Database, column: ResolvedColumn): ((knex: Knex) => Knex.Raw) | null {
  const conditions = (['read', 'led', 'written', 'again'] as const).flatMap((comparison) =>
    conditionsOn(database, column, trialNeedles(), comparison),
  )
  if (conditions.length === 0) return null
  return (knex) =>
    knex.raw(
      `${conditions.map(() => 'case when ? then 1 else 0 end').join(' + ')} >= 0`,
      conditions.map((condition) => condition(knex)),
    )
}

/** Of nobody, with characters that an older code page lacks. */
const trial = { phone: '+12125550100', email: 'ünknown@example.com', ipaddr: '192.0.2.1', other: 'Žofia Ünlü 李' }

export function trialNeedles(kinds: readonly IdentifierKind[] = identifierKinds): Needles {
  const identifiers = kinds.flatMap((kind) => {
    const value = kind === 'phone' || kind === 'email' || kind === 'ipaddr' ? trial[kind] : trial.other
    const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises' })
    return parsed.ok ? [parsed.identifier] : []
  })
  return needlesOf([{ key: 'trial', type: 'consumer', attachedKeys: [], identifiers }])
}

function shownOtherwise({ dialect, login }: Database, place: string, rows: number): Complaint {
  const message = `\`${place}\` shows other values than the database searches: of ${rows} row(s) none was found by what it shows. It masks or redacts them for the login; let the login see them as they are`
  return { severity: 'error', place, message, remedy: dialect.showAll(login ?? 'lethe') }
}

type Looked<T> = { readonly result: T } | { readonly complaint: Complaint }

async function complaining<T>({ dialect, login }: Database, place: string, look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { result: await look() }
  } catch (error) {
    if (!(error instanceof StepFailed) || error.retryable) throw error
    const isHidden = dialect.failure(error.cause) === 'hidden-rows'
    const remedy = isHidden ? dialect.showAll(login ?? 'lethe') : null
    return { complaint: { severity: 'error', place, message: `\`${place}\`: ${error.message}`, remedy } }
  }
}

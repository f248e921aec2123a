/** Rows with the time that they have left, and how they are given one. */

import type { CqlClient, CqlRow, CqlValue } from '../../../platform/cql/client.ts'
import { quotedName, type CqlColumn } from '../../../platform/cql/column-family.ts'
import { cqlText, cqlValueFrom } from '../../../platform/cql/values.ts'
import type { MessageFamily, StoreSite } from './store.ts'

export interface TimedRow {
  readonly values: CqlRow
  /** Values of the row, without its key, that are there. */
  readonly present: readonly CqlColumn[]
  /** Seconds until the last of them is gone; null where one stays for good, or longer than a forget lets it. */
  readonly left: number | null
  /** When the latest was written, microseconds. */
  readonly newest: bigint
}

const secondsPerDay = 86_400

export interface RowsWanted {
  readonly family: MessageFamily
  /** Without one it is all rows. */
  readonly where: readonly (readonly [column: CqlColumn, value: CqlValue])[]
}

export async function* timedRows(
  { client, ttlDays }: StoreSite,
  { family, where }: RowsWanted,
  signal: AbortSignal,
): AsyncIterable<TimedRow> {
  const names = [...family.key, ...family.values].map(({ name }) => quotedName(name))
  const times = family.values.flatMap(({ name }, n) => [
    `TTL(${quotedName(name)}) AS ttl_${n}`,
    `WRITETIME(${quotedName(name)}) AS written_${n}`,
  ])
  const conditions = where.map(([{ name }]) => `${quotedName(name)} = ?`)
  const condition = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const statement = `SELECT ${[...names, ...times].join(', ')} FROM ${family.name}${condition}`
  const bound = where.map(([, value]) => value)
  for await (const row of client.rows(statement, bound, signal)) yield timed(row, family, ttlDays)
}

function timed(row: CqlRow, { key, values }: MessageFamily, ttlDays: number): TimedRow {
  const present = values.filter(({ name }) => (row.get(name) ?? null) !== null)
  const numbers = present.map((column) => values.indexOf(column))
  const ttls = numbers.map((n) => row.get(`ttl_${n}`) ?? null)
  const known = ttls.filter((ttl) => typeof ttl === 'number' && ttl <= ttlDays * secondsPerDay)
  const written = numbers.map((n) => row.get(`written_${n}`)).filter((time) => typeof time === 'bigint')
  return {
    values: new Map([...key, ...values].map(({ name }) => [name, row.get(name) ?? null])),
    present,
    left: ttls.length > 0 && known.length === ttls.length ? Math.max(...known.map(Number)) : null,
    newest: written.reduce((latest, time) => (time > latest ? time : latest), 0n),
  }
}

/**
 * The row once more, as it was read, with a time to live. It is written as of just after it was: what others write meanwhile is
 * later and stands, and is found without one.
 */
export async function letExpire(
  { client, ttlDays }: StoreSite,
  family: MessageFamily,
  { values, present, newest }: TimedRow,
  signal: AbortSignal,
): Promise<void> {
  const columns = [...family.key, ...present]
  const names = columns.map(({ name }) => quotedName(name)).join(', ')
  const marks = columns.map(() => '?').join(', ')
  const statement = `INSERT INTO ${family.name} (${names}) VALUES (${marks}) USING TTL ? AND TIMESTAMP ?`
  const bound = columns.map(({ name }) => values.get(name) ?? null)
  await client.write(statement, [...bound, ttlDays * secondsPerDay, newest + 1n], signal)
}

/** Names a row in the record. */
export function locatorOf({ key }: MessageFamily, values: CqlRow): string {
  return JSON.stringify(key.map(({ name }) => cqlText(values.get(name) ?? null)))
}

/** Null for what this product did not write. */
export function rowOf(family: MessageFamily, locator: string): RowsWanted | null {
  const texts = textsIn(locator)
  if (texts?.length !== family.key.length) return null
  const where = family.key.map((column, n) => [column, cqlValueFrom(String(texts[n]), column.type)] as const)
  return { family, where }
}

function textsIn(locator: string): readonly unknown[] | null {
  try {
    const texts: unknown = JSON.parse(locator)
    return Array.isArray(texts) ? texts : null
  } catch {
    return null
  }
}

/** The whole row, for the record. */
export function fieldsOf(
  { key, values: columns }: MessageFamily,
  values: CqlRow,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries([...key, ...columns].map(({ name }) => [name, cqlText(values.get(name) ?? null)]))
}

/** Only the columns that are named, of all rows. */
export function scanned(
  client: CqlClient,
  { name }: MessageFamily,
  columns: readonly CqlColumn[],
  signal: AbortSignal,
): AsyncIterable<CqlRow> {
  const names = [...new Set(columns)].map((column) => quotedName(column.name))
  return client.rows(`SELECT ${names.join(', ')} FROM ${name}`, [], signal)
}

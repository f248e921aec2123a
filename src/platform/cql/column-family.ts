/** The columns of a table of Cassandra, from either of the two catalogues that its releases have had. */

import { StepFailed } from '../../domain/errors.ts'
import type { CqlClient, CqlRow, CqlValue } from './client.ts'

export interface CqlColumn {
  readonly name: string
  /** As CQL writes it, e.g. `text`; of what is neither simple nor known whatever the catalogue says. */
  readonly type: string
  readonly role: 'partition' | 'clustering' | 'regular' | 'static'
}

export interface FamilyName {
  readonly keyspace: string
  readonly table: string
}

/** Key columns first, in their order; none where there is no such table. */
export async function describeFamily(
  client: CqlClient,
  { keyspace, table }: FamilyName,
  signal: AbortSignal,
): Promise<readonly CqlColumn[]> {
  const found: { readonly column: CqlColumn; readonly position: number }[] = []
  for await (const row of catalogueRows(client, [keyspace, table], signal)) {
    const role = roles.get(textOf(row, 'kind')) ?? 'regular'
    const column = { name: textOf(row, 'column_name'), type: typeIn(textOf(row, 'type')), role }
    found.push({ column, position: Number(row.get('position') ?? 0) })
  }
  const rank = ({ column, position }: (typeof found)[number]): number => order.indexOf(column.role) * 1000 + position
  return found.sort((a, b) => rank(a) - rank(b)).map(({ column }) => column)
}

/** Since release 3, and before it. */
async function* catalogueRows(
  client: CqlClient,
  names: readonly CqlValue[],
  signal: AbortSignal,
): AsyncIterable<CqlRow> {
  try {
    yield* client.rows(
      'SELECT column_name, type, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?',
      names,
      signal,
    )
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code !== 'missing-table') throw error
    yield* client.rows(
      'SELECT column_name, validator AS type, type AS kind, component_index AS position FROM system.schema_columns WHERE keyspace_name = ? AND columnfamily_name = ?',
      names,
      signal,
    )
  }
}

const order: readonly CqlColumn['role'][] = ['partition', 'clustering', 'static', 'regular']

const roles = new Map<string, CqlColumn['role']>([
  ['partition_key', 'partition'],
  ['clustering', 'clustering'],
  ['clustering_key', 'clustering'],
  ['static', 'static'],
])

/** What the older catalogue calls the types. */
const marshalled = new Map([
  ['UTF8Type', 'text'],
  ['AsciiType', 'ascii'],
  ['BytesType', 'blob'],
  ['UUIDType', 'uuid'],
  ['TimeUUIDType', 'timeuuid'],
  ['Int32Type', 'int'],
  ['LongType', 'bigint'],
  ['BooleanType', 'boolean'],
  ['TimestampType', 'timestamp'],
  ['DateType', 'timestamp'],
])

function typeIn(written: string): string {
  const name =
    /^(?:org\.apache\.cassandra\.db\.marshal\.)?(?:ReversedType\()?(?:org\.apache\.cassandra\.db\.marshal\.)?(\w+)\)?$/.exec(
      written,
    )?.[1]
  return (name === undefined ? undefined : marshalled.get(name)) ?? (written === 'varchar' ? 'text' : written)
}

function textOf(row: CqlRow, column: string): string {
  const value = row.get(column)
  return typeof value === 'string' ? value : ''
}

/** A name as a statement takes it. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

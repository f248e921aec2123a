/** The rights that a login needs on the tables of a search, and on those that its rows lead through. */

import type { Complaint } from '../../../../domain/product.ts'
import { columnOf, type ColumnShape, type TableShape } from '../../catalogue.ts'
import type { Database } from '../../database.ts'
import type { Grant, Rights } from '../../rights.ts'
import type { ResolvedTable } from '../resolved.ts'
import type { Hop, Reach, TableSearch } from '../table-map.ts'
import { missingTable, obstacleIn, sentenceOf, type Missing } from './missing.ts'
import { writtenIn } from './obstacles.ts'

/** By table, the columns that lead on from its rows or to them. */
export type Joined = ReadonlyMap<string, readonly string[]>

export function joinedIn(searches: readonly TableSearch[]): Joined {
  const joined = new Map<string, string[]>()
  const note = (table: string, ...columns: readonly string[]): void => {
    joined.set(table, [...(joined.get(table) ?? []), ...columns])
  }
  for (const { map, reaches } of searches) {
    for (const reach of reaches) {
      note(map.table, reach.carry)
      for (const { table, columns } of joinsOf(reach)) note(table, ...columns)
    }
  }
  return joined
}

function joinsOf({ hops, on, also = [], to }: Reach): readonly { table: string; columns: readonly string[] }[] {
  const steps = hops.map((hop, i) => {
    const next = hops[i + 1]
    const onwards = next === undefined ? [on, ...also] : [next.on]
    const tenant = hop.tenant === null ? [] : [hop.tenant.column]
    return { table: hop.table, columns: [hop.on.to, ...onwards.map(({ from }) => from), ...tenant] }
  })
  return [...steps, { table: to.table, columns: [on, ...also].map((join) => join.to) }]
}

export async function missingOnTheWay(
  database: Database,
  search: TableSearch,
  joined: Joined,
): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = []
  for (const hop of search.reaches.flatMap((reach) => reach.hops)) {
    const shape = await database.describe(hop.table)
    const missing = missingIn(shape, hop)
    if (missing === null && shape !== null) complaints.push(...(await unreadable(database, hop, shape, joined)))
    if (missing === null) continue
    complaints.push({
      severity: 'error',
      place: hop.table,
      message: sentenceOf([missing]),
      remedy: missing.obstacle?.remedy ?? null,
    })
  }
  return complaints
}

function missingIn(shape: TableShape | null, hop: Hop): Missing | null {
  const { table, on } = hop
  if (shape === null) return missingTable(hop)
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) return { table, column: null, obstacle }
  return columnOf(shape, on.to) === null ? { table, column: on.to } : null
}

async function unreadable(
  database: Database,
  { table }: Hop,
  shape: TableShape,
  joined: Joined,
): Promise<readonly Complaint[]> {
  const read = shapesIn(shape, joined.get(table) ?? [])
  const rights = await database.run((knex) => database.dialect.rights(knex, shape, { read, written: [] }))
  return rights.select ? [] : [lacking(database, table, selectGrant(shape, rights, read))]
}

function shapesIn(shape: TableShape, names: readonly string[]): readonly ColumnShape[] {
  return [...new Set(names.map((name) => columnOf(shape, name)))].filter((column) => column !== null)
}

function readIn(
  { map, shape, keys, columns, people, tenant, hold, only }: ResolvedTable,
  joined: Joined,
): readonly ColumnShape[] {
  const told = [...people.values(), ...columns.flatMap(({ otherEnd }) => otherEnd ?? [])]
  const mapped = [...keys, ...columns.map((column) => column.shape), ...told]
  const own = [...mapped, tenant?.column, hold?.shape, ...(only?.shapes ?? [])]
  const led = shapesIn(shape, joined.get(map.table) ?? [])
  return [...new Set([...own, ...led])].filter((column) => column !== undefined)
}

export interface HeldRights extends Rights {
  readonly read: readonly ColumnShape[]
}

/** A row that a forget deletes is recorded whole before it goes. */
export async function rightsOn(
  database: Database,
  table: ResolvedTable,
  { joined, forget }: { readonly joined: Joined; readonly forget: boolean },
): Promise<HeldRights> {
  const isLost = forget && table.columns.some(({ redact }) => redact === 'delete')
  const read = isLost ? [...table.shape.columns.values()] : readIn(table, joined)
  const touched = { read, written: writtenIn(table) }
  return { ...(await database.run((knex) => database.dialect.rights(knex, table.shape, touched))), read }
}

export function missingRights(
  database: Database,
  table: ResolvedTable,
  rights: HeldRights,
  forget: boolean,
): readonly Complaint[] {
  const { shape, map } = table
  const written = writtenIn(table)
  const deletes = table.columns.some(({ redact }) => redact === 'delete')
  const names = written.map(({ name }) => name)
  const grants: readonly Grantable[] = [
    ...(rights.select ? [] : [selectGrant(shape, rights, rights.read)]),
    ...(forget && written.length > 0 && !rights.update
      ? [{ right: 'UPDATE' as const, table: shape, columns: names }]
      : []),
    ...(forget && deletes && !rights.delete ? [{ right: 'DELETE' as const, table: shape, columns: [] }] : []),
  ]
  return grants.map((grant) => lacking(database, map.table, grant))
}

type Grantable = Omit<Grant, 'login'>

/** Whoever grants column by column goes on so. */
function selectGrant(table: TableShape, rights: Rights, read: readonly ColumnShape[]): Grantable {
  return { right: 'SELECT', table, columns: rights.selectsSome === true ? read.map(({ name }) => name) : [] }
}

function lacking(database: Database, table: string, grant: Grantable): Complaint {
  const columns = grant.columns.length > 0 && grant.right === 'SELECT' ? ` on all of its columns that are read` : ''
  return {
    severity: 'error',
    place: table,
    message: `the login lacks the right ${grant.right} on \`${table}\`${columns}; let the DBA grant it`,
    remedy: database.dialect.grant({ ...grant, login: database.login ?? 'lethe' }),
    ...(grant.right === 'SELECT' ? {} : { keepsFrom: 'erasing' }),
  }
}

/**
 * Holds that were added by command, in the record: it outlives a lost journal. Rows are added and never changed, so they
 * are their own audit trail; no purge takes them.
 */

import { holdAnswers, type HoldKind, type NotedHold } from '../../../domain/hold.ts'
import { identifierKinds } from '../../../domain/identifier.ts'
import type { Row } from '../../../platform/sql/database.ts'
import { tableUnfit } from '../../failures.ts'
import type { FindingTable } from '../finding-table.ts'
import { insertRow, integerOf, onceCells, read, textOf, type RecordRow } from '../record-rows.ts'
import { holdsRun, selectEntries } from '../run-part.ts'

const part = { runId: holdsRun, product: '*' } as const

/** When it was said, UTC epoch seconds, and of which tenant. */
export interface HoldNote {
  readonly tenantKey: number
  readonly createdTs: number
}

/** Committed when it resolves. */
export async function addHold(table: FindingTable, hold: NotedHold, note: HoldNote): Promise<void> {
  const { id, kind, keys, reason, until, answer, tenant, by, at, mark } = hold
  const content = JSON.stringify({ keys, until, answer, tenant, by, at, mark })
  await insert(table, { ...cellsOf('hold', id, note), KIND: kind, REASON: reason, CONTENT: content })
}

/** Committed when it resolves. Of two who take away the same, the first is noted; the second is refused. */
export async function releaseHold(
  table: FindingTable,
  { id, by, at }: Pick<NotedHold, 'id' | 'by' | 'at'>,
  note: HoldNote,
): Promise<void> {
  await insert(table, { ...cellsOf('hold-over', id, note), CONTENT: JSON.stringify({ by, at }) })
}

/** Of the tenant with this key or name, released ones too, in the order in which they were added. */
export async function notedHolds(
  table: FindingTable,
  { tenantKey, name }: { readonly tenantKey: number; readonly name: string },
): Promise<readonly NotedHold[]> {
  const added = await read(
    table,
    selectEntries(table, part, 'hold', 'WRITER', 'TENANT_KEY', 'KIND', 'REASON', 'CONTENT'),
  )
  const over = await read(table, selectEntries(table, part, 'hold-over', 'WRITER', 'CONTENT'))
  const ends = new Map(over.map((row) => [textOf(row, 'WRITER') ?? '', endOf(row)]))
  const holds = added.flatMap((row) => {
    const hold = holdFrom(row, ends)
    return integerOf(row, 'TENANT_KEY') === tenantKey || hold.tenant === name ? [hold] : []
  })
  return holds.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

async function insert(table: FindingTable, row: RecordRow): Promise<void> {
  await table.database.transaction((trx) => insertRow(trx, table, row))
}

function cellsOf(entry: 'hold' | 'hold-over', id: string, { tenantKey, createdTs }: HoldNote): RecordRow {
  const named = { RUN_ID: part.runId, PRODUCT: part.product, ...onceCells(entry, 0, 0), WRITER: id }
  return { ...named, ATTEMPT: 0, FENCE: 0, TENANT_KEY: tenantKey, FORGET: 1, CREATED_TS: createdTs }
}

function holdFrom(row: Row, ends: ReadonlyMap<string, NotedHold['released']>): NotedHold {
  const id = textOf(row, 'WRITER') ?? unreadable()
  const members = membersIn(row)
  const text = (name: string): string => textIn(members, name) ?? unreadable()
  const keys = Array.isArray(members['keys']) ? members['keys'].map(String) : unreadable()
  return {
    id,
    kind: kindIn(textOf(row, 'KIND')),
    keys: keys.length > 0 ? keys : unreadable(),
    isHidden: true,
    identifier: null,
    reason: textOf(row, 'REASON') ?? '',
    until: textIn(members, 'until'),
    answer: holdAnswers.find((one) => one === members['answer']) ?? unreadable(),
    tenant: text('tenant'),
    by: text('by'),
    at: text('at'),
    mark: text('mark'),
    released: ends.get(id) ?? null,
  }
}

function endOf(row: Row): NotedHold['released'] {
  const members = membersIn(row)
  return { by: textIn(members, 'by') ?? '', at: textIn(members, 'at') ?? '' }
}

function kindIn(text: string | null): HoldKind {
  return (['row', ...identifierKinds] as const).find((kind) => kind === text) ?? unreadable()
}

type NotedMembers = Readonly<Record<string, unknown>>

function membersIn(row: Row): NotedMembers {
  try {
    const parsed: unknown = JSON.parse(textOf(row, 'CONTENT') ?? '')
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : unreadable()
  } catch {
    return unreadable()
  }
}

function textIn(members: NotedMembers, name: string): string | null {
  const value = members[name]
  return typeof value === 'string' ? value : null
}

/** A hold that cannot be read holds nobody knows whom: nothing may be erased. */
function unreadable(): never {
  throw tableUnfit('a hold in the record cannot be read')
}

/**
 * Runs that a version without a record began: what they erase by stands in the history alone. A table with our own columns
 * tells their rows by these; the documented columns alone tell them by seconds of CREATED_TS, one for each product, and as
 * many again for each further person who gave the same identifier (a turn). Needed until no such run is left.
 */

import type { Evaluation, Finding, Owner, RecordCounts, Unevaluated } from '../../domain/finding.ts'
import { identifierKinds } from '../../domain/identifier.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import type { Row } from '../../platform/sql/database.ts'
import { deleteWhere, equals, every, type Condition } from './delete-rows.ts'
import { forgetFlag, type HistoryTable } from './history-table.ts'
import { integerOf, rowsOf, textOf } from './row.ts'
import { tableUnfit } from '../failures.ts'

/** One product's part of such a run. */
export interface EarlierPart {
  readonly runId: string
  readonly product: string
  readonly tenantKey: number
  readonly action: Action
  /** The first of its seconds, UTC epoch. */
  readonly createdTs: number
  /** Position of the product among the run's products, from 0, and how many these are. */
  readonly ordinal: number
  readonly products: number
  /** Of each `<person> <kind>` that comes after others with the same identifier, from 1. */
  readonly turns: Readonly<Record<string, number>>
  readonly subjects: Subjects
}

export interface EarlierRows {
  readonly tally: () => Promise<RecordCounts>
  /** What the run has recorded, in no particular order; first who can be told from nobody else. */
  readonly evaluations: () => AsyncIterable<Evaluation>
  /** Takes away what a search that did not come to its end has left; nobody has erased by it. */
  readonly remove: () => Promise<void>
}

export function earlierRows(table: HistoryTable, part: EarlierPart): EarlierRows {
  const rows = conditionOf(table, part)
  return {
    tally: () => tallyOf(table, rows),
    evaluations: () => readEvaluations(table, part, rows),
    remove: async () => {
      await deleteWhere(table, rows)
    },
  }
}

function conditionOf(table: HistoryTable, part: EarlierPart): Condition {
  if (table.layout === 'full') {
    return every(equals(table, 'RUN_ID', part.runId), equals(table, 'PRODUCT', part.product))
  }
  const turns = Math.max(0, ...Object.values(part.turns)) + 1
  const seconds = Array.from({ length: turns }, (_, turn) => secondOf(part, turn))
  const created: Condition = (knex) =>
    knex.raw(`?? in (${seconds.map(() => '?').join(', ')})`, [table.column('CREATED_TS'), ...seconds])
  const ours = [equals(table, 'TENANT_KEY', part.tenantKey), equals(table, 'FORGET', forgetFlag(part.action))]
  return every(...ours, created)
}

function secondOf({ createdTs, ordinal, products }: EarlierPart, turn: number): number {
  return createdTs + ordinal + turn * products
}

async function tallyOf(table: HistoryTable, rows: Condition): Promise<RecordCounts> {
  const query = table.from(table.database.knex).where(rows(table.database.knex))
  query.groupBy(table.column('TABLE_NAME'), table.column('COLUMN_NAME')).count({ N: table.column('KEY_VALUE') })
  const targets = rowsOf(await table.database.run(() => query))
  return { evaluated: targets.length, found: targets.reduce((sum, row) => sum + integerOf(row, 'N'), 0) }
}

async function* readEvaluations(table: HistoryTable, part: EarlierPart, rows: Condition): AsyncIterable<Evaluation> {
  const { owners, alike } = table.layout === 'full' ? noOwners : ownersByTurn(part)
  yield* alike
  const whose = table.layout === 'full' ? (['SUBJECT_KEY', 'KIND'] as const) : (['CREATED_TS'] as const)
  const columns = ['CONSUMER_ID', ...whose, 'TABLE_NAME', 'COLUMN_NAME', 'FACT_ID', 'KEY_VALUE'] as const
  const query = table
    .from(table.database.knex)
    .select(table.select(...columns))
    .where(rows(table.database.knex))
  for await (const row of table.database.stream(query, { pageBy: table.shape.name, scan: true })) {
    yield findingFrom(row, table.layout === 'full' ? ownerIn(row) : ownerAt(part, owners, row))
  }
}

function findingFrom(row: Row, owner: Owner): Finding {
  return {
    owner,
    target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
    locator: textOf(row, 'FACT_ID'),
    content: textOf(row, 'KEY_VALUE'),
  }
}

function ownerIn(row: Row): Owner {
  const kind = identifierKinds.find((known) => known === textOf(row, 'KIND'))
  if (kind === undefined) throw tableUnfit('a row of the history has an unknown kind of identifier')
  return { subjectKey: textOf(row, 'SUBJECT_KEY') ?? '', kind, consumerId: textOf(row, 'CONSUMER_ID') ?? '' }
}

/** The request file may be gone when a forget is finished; what was recorded is erased all the same. */
function ownerAt(part: EarlierPart, owners: Owners, row: Row): Owner {
  const consumerId = textOf(row, 'CONSUMER_ID') ?? ''
  const turn = Math.round((integerOf(row, 'CREATED_TS') - secondOf(part, 0)) / part.products)
  return (
    ownerAmong(owners.get(placeOf(consumerId, turn)) ?? [], consumerId) ?? {
      subjectKey: 'unknown',
      kind: 'name',
      consumerId,
    }
  )
}

/** Whose rows a second and an identifier have. */
type Owners = ReadonlyMap<string, readonly Owner[]>

interface ToldOwners {
  readonly owners: Owners
  /** They share a turn: too many gave the same identifier, or the run began before there were turns. */
  readonly alike: readonly Unevaluated[]
}

const noOwners: ToldOwners = { owners: new Map(), alike: [] }

function ownersByTurn({ subjects, turns }: EarlierPart): ToldOwners {
  const owners = new Map<string, Owner[]>()
  const all = subjects.flatMap(({ key, identifiers }) =>
    identifiers.map(({ kind, value }) => {
      const owner = { subjectKey: key, kind, consumerId: value }
      return { owner, place: placeOf(value, turns[`${key} ${kind}`] ?? 0) }
    }),
  )
  for (const { owner, place } of all) owners.set(place, [...(owners.get(place) ?? []), owner])
  const alike = all.filter(({ owner, place }) => ownerAmong(owners.get(place) ?? [], owner.consumerId) === null)
  return { owners, alike: alike.map(({ owner }) => ({ owner, target: everywhere, unevaluated: cannotTell })) }
}

/** Null when several gave it. */
function ownerAmong(alikes: readonly Owner[], consumerId: string): Owner | null {
  const same = alikes.filter((owner) => owner.consumerId === consumerId)
  const [owner, ...others] = same.length > 0 ? same : alikes
  return owner === undefined || others.length > 0 ? null : owner
}

/** Values that a database may hold to be equal: a collation can ignore case, accents and blanks at the end. */
function placeOf(value: string, turn: number): string {
  return `${turn} ${value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trimEnd()}`
}

const everywhere = { table: '', column: '' }

const cannotTell =
  'others of the same run gave this identifier, and the history has no columns to tell them apart; send the request again, in a file of its own'

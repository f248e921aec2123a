/** Rows that earlier forgets recorded of somebody: the way to what belongs to them, once their address is redacted. */

import type { RowBefore } from '../../domain/row-before.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import { endedForgets, type ForgetsIn } from './ended-forgets.ts'
import type { FindingTable } from './finding-table.ts'
import { read, textOf } from './record-rows.ts'
import { selectEntries } from './run-part.ts'

export interface EarlierAsk extends ForgetsIn {
  /** What the product's locators count from: what stood elsewhere, or nobody knows where, leads to nobody. */
  readonly place: string | null
  /** TABLE_NAMEs. */
  readonly tables: readonly string[]
  readonly isWanted: (kind: IdentifierKind, consumerId: string) => boolean
}

/** As many as every server takes in one question. */
const runsAtOnce = 500

/** A row may come more than once. */
export async function* rowsOfForgets(table: FindingTable, ask: EarlierAsk): AsyncIterable<RowBefore> {
  const forgets = (await endedForgets(table, ask)).filter(({ place }) => place === ask.place)
  for (let from = 0; from < forgets.length; from += runsAtOnce) {
    const runs = forgets.slice(from, from + runsAtOnce).map(({ runId }) => runId)
    for (const one of await identifiersIn(table, ask, runs)) yield* rowsOf(table, ask, one)
  }
}

interface IdentifierInRun {
  readonly runId: string
  readonly kind: IdentifierKind
  readonly consumerId: string
}

async function identifiersIn(
  table: FindingTable,
  { product, isWanted }: EarlierAsk,
  runs: readonly string[],
): Promise<readonly IdentifierInRun[]> {
  const found = table
    .from(table.database.knex)
    .whereIn(table.name('RUN_ID'), [...runs])
    .where({ [table.name('PRODUCT')]: product, [table.name('ENTRY')]: 'finding' })
    .whereNotNull(table.name('FACT_ID'))
  return (await read(table, found.distinct(table.select('RUN_ID', 'KIND', 'CONSUMER_ID')))).flatMap((row) => {
    const kind = identifierKinds.find((one) => one === textOf(row, 'KIND'))
    const [runId, consumerId] = [textOf(row, 'RUN_ID'), textOf(row, 'CONSUMER_ID')]
    if (kind === undefined || runId === null || consumerId === null || !isWanted(kind, consumerId)) return []
    return [{ runId, kind, consumerId }]
  })
}

async function* rowsOf(
  table: FindingTable,
  { product, tables }: EarlierAsk,
  { runId, kind, consumerId }: IdentifierInRun,
): AsyncIterable<RowBefore> {
  const rows = selectEntries(table, { runId, product }, 'finding', 'TABLE_NAME', 'FACT_ID')
    .where({ [table.name('KIND')]: kind, [table.name('CONSUMER_ID')]: consumerId })
    .whereIn(table.name('TABLE_NAME'), [...tables])
    .whereNotNull(table.name('FACT_ID'))
  for (const found of await read(table, rows)) {
    const [name, locator] = [textOf(found, 'TABLE_NAME'), textOf(found, 'FACT_ID')]
    if (name !== null && locator !== null) yield { kind, consumerId, table: name, locator }
  }
}

/** Rows that earlier forgets recorded of somebody: the way to what belongs to them, once their address is redacted. */

import type { RowBefore } from '../../domain/product.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { FindingTable } from './finding-table.ts'
import { runsInRecord } from './purge.ts'
import { read, textOf } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'

export interface EarlierAsk extends Pick<RunPart, 'product' | 'tenantKey'> {
  /** TABLE_NAMEs. */
  readonly tables: readonly string[]
  readonly isWanted: (kind: IdentifierKind, consumerId: string) => boolean
  /** Whether what was recorded in a run stands where the product works now. */
  readonly isHere: (runId: string) => Promise<boolean>
}

/** Run by run, by the table's own order; a row may come more than once. */
export async function* rowsOfForgets(table: FindingTable, ask: EarlierAsk): AsyncIterable<RowBefore> {
  for await (const { runId, tenantKey, forget } of runsInRecord(table)) {
    if (forget === 0 || tenantKey !== ask.tenantKey || !(await ask.isHere(runId))) continue
    yield* rowsOfRun(table, { runId, product: ask.product }, ask)
  }
}

async function* rowsOfRun(
  table: FindingTable,
  part: Pick<RunPart, 'runId' | 'product'>,
  { tables, isWanted }: EarlierAsk,
): AsyncIterable<RowBefore> {
  const people = selectEntries(table, part, 'finding').whereNotNull(table.name('FACT_ID'))
  for (const row of await read(table, people.distinct(table.select('KIND', 'CONSUMER_ID')))) {
    const kind = identifierKinds.find((one) => one === textOf(row, 'KIND'))
    const consumerId = textOf(row, 'CONSUMER_ID')
    if (kind === undefined || consumerId === null || !isWanted(kind, consumerId)) continue
    const rows = selectEntries(table, part, 'finding', 'TABLE_NAME', 'FACT_ID')
      .where({ [table.name('KIND')]: kind, [table.name('CONSUMER_ID')]: consumerId })
      .whereIn(table.name('TABLE_NAME'), [...tables])
      .whereNotNull(table.name('FACT_ID'))
    for (const found of await read(table, rows)) {
      const [name, locator] = [textOf(found, 'TABLE_NAME'), textOf(found, 'FACT_ID')]
      if (name !== null && locator !== null) yield { kind, consumerId, table: name, locator }
    }
  }
}

/** Which forgets have recorded something in a product: told by the ends of their searches, and by no walk over what they found. */

import type { FindingTable } from './finding-table.ts'
import { everyProduct } from './over.ts'
import { integerOf, read, textOf } from './record-rows.ts'
import type { RunPart } from './run-part.ts'

/** Of whom forgets are asked for. */
export interface ForgetsIn extends Pick<RunPart, 'product' | 'tenantKey'> {
  /** This run's own is not among them. */
  readonly besides: string
}

export interface EndedForget {
  readonly runId: string
  /** UTC epoch seconds. */
  readonly createdTs: number
  /** What its locators count from: the same key in another store is another row. Null when nobody knows. */
  readonly place: string | null
}

/** In no particular order. */
export async function endedForgets(table: FindingTable, asked: ForgetsIn): Promise<readonly EndedForget[]> {
  const { product, tenantKey, besides } = asked
  const ends = endsIn(table)
    .where({ [table.name('ENTRY')]: 'complete', [table.name('PRODUCT')]: product, [table.name('SEARCH')]: 1 })
    .where({ [table.name('TENANT_KEY')]: tenantKey, [table.name('FORGET')]: 1 })
    .select(table.select('RUN_ID', 'CREATED_TS', 'CONTENT'))
  return (await read(table, ends)).flatMap((row) => {
    const runId = textOf(row, 'RUN_ID') ?? ''
    if (runId === besides) return []
    return [{ runId, createdTs: integerOf(row, 'CREATED_TS'), place: textOf(row, 'CONTENT') }]
  })
}

/** Ids of the runs that have come to their end, of whatever tenant; of older rows, none. */
export async function runsOver(table: FindingTable): Promise<ReadonlySet<string>> {
  const rows = endsIn(table)
    .where({ [table.name('ENTRY')]: 'over', [table.name('PRODUCT')]: everyProduct })
    .select(table.select('RUN_ID'))
  return new Set((await read(table, rows)).map((row) => textOf(row, 'RUN_ID') ?? ''))
}

/** Narrowed so that the index over these few rows serves. */
function endsIn(table: FindingTable) {
  return table.from(table.database.knex).whereNotNull(table.name('COMPLETES'))
}

/** Takes rows out of the history when their time is over. */

import type { HistoryTable } from './history-table.ts'
import { integerOf, rowsOf } from './row.ts'

/** The CREATED_TS of a run that is not finished: its rows are still needed to erase by. */
export interface OpenRun {
  readonly tenantKey: number
  readonly firstTs: number
  readonly lastTs: number
}

/** Deletes what was created before `olderThan` (epoch seconds), one run at a time; returns the number of rows. */
export async function purgeHistory(
  table: HistoryTable,
  olderThan: number,
  openRuns: readonly OpenRun[],
): Promise<number> {
  const [tenant, created] = [table.column('TENANT_KEY'), table.column('CREATED_TS')]
  const old = table.from(table.database.knex).distinct(table.select('TENANT_KEY', 'CREATED_TS'))
  const runs = rowsOf(await table.database.run(() => old.where(created, '<', olderThan)))
  let purged = 0
  for (const run of runs) {
    const [tenantKey, createdTs] = [integerOf(run, 'TENANT_KEY'), integerOf(run, 'CREATED_TS')]
    if (openRuns.some((open) => isPartOf(open, tenantKey, createdTs))) continue
    const rows = { [tenant]: tenantKey, [created]: createdTs }
    purged += await table.database.transaction(async (trx) => {
      // Counted before: not every driver tells how many rows a delete took.
      const [count] = rowsOf(await table.from(trx).where(rows).count({ N: '*' }))
      await table.from(trx).where(rows).delete()
      return count === undefined ? 0 : integerOf(count, 'N')
    })
  }
  return purged
}

function isPartOf(open: OpenRun, tenantKey: number, createdTs: number): boolean {
  return open.tenantKey === tenantKey && createdTs >= open.firstTs && createdTs <= open.lastTs
}

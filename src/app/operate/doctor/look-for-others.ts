/** Says where somebody else seems to answer the same requests: the Info Mart's own job reads the same folder. */

import type { Complaint } from '../../../domain/product.ts'
import type { Database } from '../../../platform/sql/database.ts'
import { findFindingTable } from '../../../records/findings/finding-table.ts'
import { runsInRecord } from '../../../records/findings/purge.ts'
import { findHistoryTable } from '../../../records/history/history-table.ts'
import { rowsOfOthers } from '../../../records/history/others.ts'
import type { Services } from '../../compose.ts'
import { notOurs } from '../../run/rows-of-others.ts'

const day = 86_400

/** Of each tenant into whose history others wrote within the days for which it is kept. */
export async function lookForOthers(
  { settings, clock }: Pick<Services, 'settings' | 'clock'>,
  database: Database,
): Promise<readonly Complaint[]> {
  const [history, record] = [await findHistoryTable(database), await findFindingTable(database)]
  if (history === null) return []
  const runs = () => (record === null ? none() : runsInRecord(record))
  const since = Math.floor(clock.now().getTime() / 1000) - settings.history.daysToKeep * day
  const complaints: Complaint[] = []
  for (const { name, tenantKey } of settings.tenants) {
    const others = await notOurs(await rowsOfOthers(history, { tenantKey, consumers: null, since }), runs, {
      tenantKey,
    })
    const rows = others.reduce((sum, one) => sum + one.rows, 0)
    if (rows === 0) continue
    const message = `others wrote ${rows} row(s) of the tenant ${name} within ${settings.history.daysToKeep} days: the Info Mart's own job seems to answer the same requests, and what it redacts is not found here; let one of the two do it`
    complaints.push({ severity: 'warning', place: 'CTL_GDPR_HISTORY', message, remedy: null })
  }
  return complaints
}

async function* none(): AsyncIterable<never> {}

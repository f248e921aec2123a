/** The plans of a run whose identifiers are held, made anew from what is recorded: nothing is searched, and nothing changed. */

import type { ErasePlan } from '../../domain/erase-plan.ts'
import type { Services } from '../compose.ts'
import { openContext } from '../pass/open-context.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { requestsOf } from '../run/gather-requests.ts'
import { heldPlans, heldValues, type HeldValue } from '../run/guard/held-plan.ts'
import { openRecords } from '../run/ledger.ts'
import { RunGuard } from '../run/guard/run-guard.ts'
import { RunHolds } from '../run/holds/run-holds.ts'
import { recordUnread, tenantGone } from '../failures.ts'

export interface PlanOfFile {
  readonly fileName: string
  readonly plan: ErasePlan
  /** What is recorded of those who are held; personal. */
  readonly values: () => AsyncIterable<HeldValue>
}

/** One for each request file of which something is held. A file that is gone has none. */
export async function* plansOf(services: Services, record: RunRecord, signal: AbortSignal): AsyncIterable<PlanOfFile> {
  const tenant = services.settings.tenants.find(({ name }) => name === record.run.tenant)
  if (tenant === undefined) throw tenantGone()
  const context = await openContext(services, tenant, { manner: 'once', only: null, notify: () => {}, beside: true })
  const requests = await requestsOf(context, record)
  const records = await openRecords(context, signal)
  if (typeof records === 'string') throw recordUnread(records)
  const guard = new RunGuard({ context, record, records, requests })
  const subjects = requests.flatMap((request) => request.subjects)
  await guard.look()
  const holds = new RunHolds({ context, record, records, subjects })
  await holds.look()
  const work = { context, record, records, guard, holds, signal }
  const plans = await heldPlans(work, requests)
  for (const request of requests) {
    const plan = plans.get(request.fileName)
    if (plan !== undefined) yield { fileName: request.fileName, plan, values: () => heldValues(work, request) }
  }
}

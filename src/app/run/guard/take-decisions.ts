/** Notes what was decided about the plans of a run and dropped beside its files; says why a decision does not count. */

import type { Request } from '../../../domain/request.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import { signersOf } from '../../../stages/planning/signatures.ts'
import { readDecision } from '../../../stages/validation/decision.ts'
import type { TenantContext } from '../../context.ts'
import type { DroppedDecision } from '../../decisions.ts'

/** By file name: what is wrong with the decision that was dropped for it. A file that is taken away withdraws nothing. */
export async function takeDecisions(
  context: TenantContext,
  record: RunRecord,
  requests: readonly Request[],
): Promise<ReadonlyMap<string, string>> {
  const problems = new Map<string, string>()
  const plans = await context.journal.plans(record.run.id)
  for (const { fileName, sha256 } of requests) {
    if (!plans.some((plan) => plan.fileName === fileName && plan.request === sha256)) continue
    const found: (string | null)[] = []
    for (const dropped of await context.decisions.dropped(fileName))
      found.push(await take(context, record.run.id, dropped))
    const problem = found.find((one) => one !== null)
    if (problem === undefined) continue
    problems.set(fileName, problem)
    const about = { tenant: context.tenant.name, run: record.run.id, request: sha256.slice(0, 12), reason: problem }
    context.log.warn(about, 'a decision does not count')
  }
  return problems
}

/** Null when it is noted, or was before. */
async function take(context: TenantContext, run: string, dropped: DroppedDecision): Promise<string | null> {
  const { document, signature } = dropped
  const decision = readDecision(document)
  if (decision === null) return 'it is not as `schemas/approval.schema.json` has it'
  if (signature === null) return 'it has no signature beside it, `.sig` behind its whole name'
  const now = context.clock.now()
  const { signers, problems } = signersOf({ document, signature }, await context.decisions.approvers(), now)
  if (signers.length === 0) return `its signature ${problems.join('; another ')}`
  const by = [...new Set(signers.flatMap(({ principals }) => principals.slice(0, 1)))].join(', ')
  const counting = signers.map(({ armored }) => armored).join('')
  const noted = { plan: decision.plan, document, signature: counting, by, receivedAt: now.toISOString() }
  switch (await context.journal.decide(run, noted)) {
    case 'noted':
      context.log.info({ tenant: context.tenant.name, run }, 'a decision was noted')
      return null
    case 'known':
      return null
    case 'begun':
      return decision.decision === 'reject' ? 'it came too late: its plan is being carried out' : null
    case 'unknown':
      return 'it is about no plan of this run; the plan may have been made anew since'
  }
}

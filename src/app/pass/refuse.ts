/** Answers a file that is refused, and remembers that it was. */

import { StepFailed } from '../../domain/errors.ts'
import type { Arrival, TenantContext, Refusal } from '../context.ts'
import type { FileIdentity } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/holding.ts'

/** `failure` says why the answer could not be written; the file is then refused anew at the next pass. */
export async function refuseArrival(
  context: TenantContext,
  { file, action }: Arrival,
  refusal: Refusal,
  lease: Lease,
): Promise<{ readonly runId: string; readonly failure: string | null }> {
  const { answers, journal, log } = context
  const runId = context.newRunId()
  const fields = { tenant: context.tenant.name, run: runId, request: file.sha256.slice(0, 12) }
  const rules = [...new Set(refusal.problems.map(({ rule }) => rule))].join(', ')
  try {
    if (refusal.answerable) await answers.reject(file, action, refusal, runId)
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code !== 'file') throw error
    await noteUnplaced(context, lease, { ...file, action, reason: error.message })
    return { runId, failure: error.message }
  }
  await journal.markFile(lease, file, { action, state: 'rejected', reason: rules })
  log.warn({ ...fields, reason: rules, count: refusal.problems.length }, 'request file refused')
  return { runId, failure: null }
}

/** `lethe status` and the metrics tell of it as long as it lasts, the log once. */
async function noteUnplaced(
  { journal, log, tenant }: TenantContext,
  lease: Lease,
  { action, reason, ...file }: FileIdentity & Pick<Arrival, 'action'> & { readonly reason: string },
): Promise<void> {
  const known = await journal.file(tenant.name, file.name, file.sha256)
  if (known?.state === 'unplaced' && known.reason === reason) return
  await journal.markFile(lease, file, { action, state: 'unplaced', reason })
  log.error({ tenant: tenant.name, request: file.sha256.slice(0, 12), code: 'file', reason }, unplaced)
}

const unplaced = 'answer could not be written'

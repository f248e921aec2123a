/** The requests of a run, read again from their files; of a file that is gone it is noted that it was lost. */

import type { Request } from '../../domain/request.ts'
import type { FileEntry } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { FileResult, TenantContext } from '../context.ts'

interface GatheredRun {
  readonly context: TenantContext
  readonly lease: Lease
  readonly record: RunRecord
  /** Requests of the run that are in memory already. */
  readonly fresh: readonly Request[]
}

/** The requests of a run whose files are still there. */
export async function requestsOf({ arrivals }: TenantContext, record: RunRecord): Promise<readonly Request[]> {
  const requests: Request[] = []
  for (const file of record.files) {
    const request = await arrivals.reread(file, record.run.action, file.fileNumber ?? 0)
    if (request !== null) requests.push(request)
  }
  return requests
}

/** Files that were answered in full before the run was cut off are read too: their people belong to what is verified. */
export async function gatherRequests(
  plan: GatheredRun,
): Promise<{ readonly requests: readonly Request[]; readonly lost: readonly FileResult[] }> {
  const requests: Request[] = []
  const lost: FileResult[] = []
  for (const file of plan.record.files) {
    if (file.state === 'lost') continue
    const request = await requestOf(plan, file)
    if (request !== null) requests.push(request)
    else if (file.state === 'running') lost.push(await noteLost(plan, file))
  }
  return { requests, lost }
}

async function requestOf(plan: GatheredRun, file: FileEntry): Promise<Request | null> {
  const known = plan.fresh.find(({ fileName, sha256 }) => fileName === file.name && sha256 === file.sha256)
  if (known !== undefined) return known
  return plan.context.arrivals.reread(file, plan.record.run.action, file.fileNumber ?? 0)
}

const lostReason =
  'the request file was gone or changed before it was answered; what was recorded is erased all the same'

async function noteLost({ context, lease, record }: GatheredRun, file: FileEntry): Promise<FileResult> {
  const { id: runId, tenant, action } = record.run
  const part = { runId, ...(file.fileNumber === null ? {} : { fileNumber: file.fileNumber }) }
  await context.journal.markFile(lease, file, { action, state: 'lost', reason: lostReason, ...part })
  context.log.warn({ tenant, run: runId, request: file.sha256.slice(0, 12), reason: lostReason }, 'request file lost')
  const identifiers = { found: 0, notFound: 0, notSearched: 0, errors: 0 }
  const { name: fileName, sha256 } = file
  const result: FileResult = {
    fileName,
    sha256,
    action,
    outcome: 'lost',
    runId,
    reason: lostReason,
    problems: [],
    identifiers,
  }
  context.notify({ kind: 'file', result })
  return result
}

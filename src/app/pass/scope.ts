/** A pass: everything that a tenant's folder and journal hold for us now, from the file to its answer. */

import type { Action } from '../../domain/request.ts'
import { actionsInOrder } from '../../stages/planning/plan.ts'
import type { TenantContext, PassResult } from '../context.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunState } from '../../records/journal/entries.ts'
import { fencedContext } from './fenced.ts'
import { tellNearMisses } from './near-misses.ts'
import { Pass } from './pass.ts'
import { startRepetitions } from '../run/repeat.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface PassScope {
  /** Actions whose new files are processed; files of the others are judged, and answered only when they are refused. */
  readonly due: readonly Action[]
  /** `running`: runs that were cut off; `open`: those that wait for another attempt. */
  readonly resume: readonly Exclude<RunState, 'closed'>[]
}

/** Everything that is pending: what `lethe run` and the schedule do. */
export const scheduledScope: PassScope = { due: actionsInOrder, resume: ['running', 'open'] }

/** What need not wait for the schedule; runs that were cut off go on at once. */
export function arrivalScope(process: TenantSettings['process']): PassScope {
  return { due: actionsInOrder.filter((action) => process[action] === 'on-arrival'), resume: ['running'] }
}

/**
 * Works as the tenant's only worker. Rejects with the signal's reason when that aborts, at the next transaction; the
 * next pass goes on from there. A second pass with nothing new does nothing.
 */
export async function processPass(context: TenantContext, scope: PassScope, signal: AbortSignal): Promise<PassResult> {
  return underLease(context, signal, async (fenced, lease) => {
    const pass = new Pass(fenced, lease)
    await pass.resume(scope.resume)
    // With the schedule: in off hours, when those who may have written back are not running.
    if (scope.resume.includes('open')) {
      for await (const run of startRepetitions(fenced, lease, lease.signal)) await pass.resumeOne(run)
    }
    for (const action of actionsInOrder) {
      if (scope.due.includes(action)) await pass.process(action)
      else await pass.judge(action)
    }
    tellNearMisses(context)
    await context.journal.notePass(lease)
    return pass.result()
  })
}

/** An attempt at one run alone, as the tenant's only worker. */
export async function processRun(context: TenantContext, runId: string, signal: AbortSignal): Promise<PassResult> {
  return underLease(context, signal, async (fenced, lease) => {
    const pass = new Pass(fenced, lease)
    await pass.resumeOne(runId)
    return pass.result()
  })
}

/** Whoever loses the lease stops at its next step, and what it would still write is refused. */
async function underLease(
  context: TenantContext,
  signal: AbortSignal,
  work: (fenced: TenantContext, lease: Lease) => Promise<PassResult>,
): Promise<PassResult> {
  const { journal, tenant, isPatient, waits } = context
  const turn = { tenant: tenant.name, isPatient, signal, waits }
  const result = await journal.withLease(turn, (lease) => work(fencedContext(context, lease), lease))
  return result === 'busy' ? busyResult : result
}

const busyResult: PassResult = { busy: true, files: [], runs: [] }

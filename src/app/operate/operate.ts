/** What an operator has done with one run: tried again, or cancelled, by this process or by the one at work. */

import { processRun } from '../pass/scope.ts'
import type { Services } from '../compose.ts'
import type { PassEvent, PassResult } from '../context.ts'
import { openContext } from '../pass/open-context.ts'
import type { Asked } from '../../records/journal/operator/asks.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { tenantGone } from '../failures.ts'

export interface RunCommand {
  readonly run: string
  readonly notify: (event: PassEvent) => void
  /** Somebody looks on. */
  readonly isFollowed?: boolean
  readonly signal: AbortSignal
}

/** `busy`: the command is in the journal, and another process works for the tenant, which will see it. */
export type Operated =
  | { readonly kind: Exclude<Asked, 'asked'> }
  | { readonly kind: 'busy' }
  | { readonly kind: 'attempted'; readonly tenant: string; readonly result: PassResult }

/** One attempt now, also at a run that was cancelled or given up. */
export async function retryRun(services: Services, command: RunCommand): Promise<Operated> {
  const asked = await (await services.journal()).askRetry(command.run)
  return asked === 'asked' ? await attempt(services, command) : { kind: asked }
}

/** How long to wait for another process to end the run, and how often to look. */
const patienceMs = 30_000
const lookEveryMs = 250

/** Resolves when the run has ended with its report, or when another process takes long to come to its next transaction. */
export async function cancelRun(services: Services, command: RunCommand): Promise<Operated> {
  const journal = await services.journal()
  const asked = await journal.askCancel(command.run)
  if (asked !== 'asked') return { kind: asked }
  return services.waits.during('the worker at this run to come to its next transaction', () => ended(services, command))
}

async function ended(services: Services, command: RunCommand): Promise<Operated> {
  for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
    if (await isClosed(services, command.run)) return { kind: 'over' }
    const operated = await attempt(services, command)
    if (operated.kind !== 'busy') return operated
    await services.clock.sleep(lookEveryMs, command.signal)
  }
  return { kind: 'busy' }
}

async function isClosed(services: Services, run: string): Promise<boolean> {
  return (await (await services.journal()).run(run))?.run.state === 'closed'
}

async function attempt(services: Services, { run, notify, isFollowed = false, signal }: RunCommand): Promise<Operated> {
  const record = await (await services.journal()).run(run)
  if (record === null) return { kind: 'unknown' }
  const tenant = tenantOf(services, record)
  const context = await openContext(services, tenant, { manner: 'once', only: null, notify, isFollowed, beside: true })
  const result = await processRun(context, run, signal)
  return result.busy ? { kind: 'busy' } : { kind: 'attempted', tenant: tenant.name, result }
}

function tenantOf(services: Services, { run }: RunRecord) {
  const tenant = services.settings.tenants.find(({ name }) => name === run.tenant)
  if (tenant !== undefined) return tenant
  throw tenantGone()
}

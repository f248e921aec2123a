/** `lethe done`: somebody did by hand what a declared product asks for. */

import type { Services } from '../compose.ts'
import type { PassEvent, PassResult } from '../context.ts'
import { retryRun } from './operate.ts'

export interface Confirming {
  readonly run: string
  /** Name of the entry, or the system as people call it. */
  readonly product: string
  readonly by: string
  readonly note: string | null
  readonly notify: (event: PassEvent) => void
  readonly signal: AbortSignal
}

/** `confirmed`: with the attempt that followed, where the run was still open and nobody else works on it. */
export type Confirmed =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no-step'; readonly known: readonly string[] }
  | { readonly kind: 'before' }
  | { readonly kind: 'confirmed'; readonly attempt: { readonly tenant: string; readonly result: PassResult } | null }

export async function confirmStep(services: Services, confirming: Confirming): Promise<Confirmed> {
  const journal = await services.journal()
  const record = await journal.run(confirming.run)
  const tenant = services.settings.tenants.find(({ name }) => name === record?.run.tenant)
  if (record === null || tenant === undefined) return { kind: 'unknown' }
  const manual = services.declaredIn(tenant).filter(({ disposition }) => disposition.disposition === 'manual')
  const wanted = confirming.product.toLowerCase()
  const entry = manual.find(({ name, disposition }) => {
    return name === confirming.product || disposition.system.toLowerCase() === wanted
  })
  if (entry === undefined) return { kind: 'no-step', known: manual.map(({ name }) => name) }
  const { run, by, note } = confirming
  const at = services.clock.now().toISOString()
  if (!(await journal.confirm(run, entry.name, { by, at, note }))) return { kind: 'before' }
  services.log.info({ run, product: entry.name }, 'manual step confirmed')
  if (record.run.state === 'closed') return { kind: 'confirmed', attempt: null }
  const operated = await retryRun(services, confirming)
  return { kind: 'confirmed', attempt: operated.kind === 'attempted' ? operated : null }
}

/** Tells of files whose names nearly are a request's: nobody reads them, and their senders wait in vain. */

import type { TenantContext } from '../context.ts'

/** Names that a tenant's passes have told of, and how many there were. */
const told = new WeakMap<TenantContext['arrivals'], ReadonlySet<string>>()

/** Once for each, as long as it is there; without its name, which may be personal. `lethe status` has that. */
export function tellNearMisses({ arrivals, log, notify, tenant }: TenantContext): void {
  const before = told.get(arrivals) ?? new Set()
  const now = new Map(arrivals.nearMisses().map((entry) => [entry.fileName, entry]))
  told.set(arrivals, new Set(now.keys()))
  for (const [fileName, { problem }] of now) {
    if (before.has(fileName)) continue
    const fields = { tenant: tenant.name, reason: problem.message }
    log.warn(fields, 'a file nearly has the name of a request and is not read as one; `lethe status` names it')
  }
  if (before.size !== now.size) notify({ kind: 'near-misses', count: now.size })
}

/** What the daemon shows to whoever supervises it: alive, ready, and its numbers. */

import { openRegistry, type MetricRegistry } from '../../platform/metrics/registry.ts'
import { plain, servePages, type Page } from '../../platform/metrics/server.ts'
import { backlogOf } from '../operate/backlog.ts'
import type { Services } from '../compose.ts'
import type { PassEvent } from '../context.ts'
import { inputFolder, isFolder } from '../folders.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { agesOf, type TenantStatus } from '../operate/status.ts'

export interface Supervision {
  /** Null when nobody listens. */
  readonly port: number | null
  readonly follow: (tenant: string) => (event: PassEvent) => void
  readonly close: () => Promise<void>
}

const unsupervised: Supervision = { port: null, follow: () => () => {}, close: () => Promise.resolve() }

/** Serves `/healthz`, `/readyz` and `/metrics` when the settings want it. */
export async function supervise(services: Services): Promise<Supervision> {
  const { metrics: address } = services.settings
  if (address === null) return unsupervised
  const registry = await openRegistry()
  const metrics = createMetrics(registry, services.clock)
  const server = await servePages(address, pagesOf(services, registry, metrics))
  return { port: server.port, follow: metrics.follow, close: server.close }
}

function pagesOf(
  services: Services,
  registry: MetricRegistry,
  metrics: Metrics,
): Readonly<Record<string, () => Promise<Page>>> {
  return {
    '/healthz': () => Promise.resolve(plain(200, 'alive\n')),
    '/readyz': () => readiness(services),
    '/metrics': async () => {
      metrics.show(await statuses(services), services.settings.deadlineDays)
      return { status: 200, type: registry.contentType, body: await registry.text() }
    },
  }
}

/** What the journal knows; the folders are not read for it. */
async function statuses(services: Services): Promise<readonly TenantStatus[]> {
  const { tenants, deadlineDays } = services.settings
  const journal = await services.journal()
  const now = services.clock.now()
  const all: TenantStatus[] = []
  for (const tenant of tenants) {
    const entries = await backlogOf(journal, tenant, services.clock)
    const backlog = entries.map((entry) => ({ ...entry, ...agesOf(entry, now, deadlineDays) }))
    all.push({ tenant: tenant.name, lastPass: await journal.lastPass(tenant.name), backlog })
  }
  return all
}

/** 503 with what is missing, one line each: the journal, the history, a tenant's folder. */
async function readiness(services: Services): Promise<Page> {
  const missing: string[] = []
  const journal = services.journal().then((opened) => opened.tally())
  await journal.catch(() => missing.push('the journal cannot be read'))
  await services.history().catch(() => missing.push('the history cannot be opened'))
  await services.findings().catch(() => missing.push('the record cannot be opened'))
  for (const tenant of services.settings.tenants) {
    if (!isFolder(inputFolder(tenant))) missing.push(`the folder of tenant ${tenant.name} is not there`)
  }
  return missing.length === 0 ? plain(200, 'ready\n') : plain(503, missing.map((line) => `${line}\n`).join(''))
}

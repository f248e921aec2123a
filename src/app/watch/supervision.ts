/** What the daemon shows to whoever supervises it: alive, ready, and its numbers. */

import { openRegistry, type MetricRegistry } from '../../platform/metrics/registry.ts'
import { plain, servePages, type Page } from '../../platform/metrics/server.ts'
import { backlogOf } from '../operate/backlog.ts'
import type { House } from '../compose.ts'
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
export async function supervise(house: House): Promise<Supervision> {
  const { metrics: address } = house.settings
  if (address === null) return unsupervised
  const registry = await openRegistry()
  const metrics = createMetrics(registry, house.clock)
  const server = await servePages(address, pagesOf(house, registry, metrics))
  return { port: server.port, follow: metrics.follow, close: server.close }
}

function pagesOf(
  house: House,
  registry: MetricRegistry,
  metrics: Metrics,
): Readonly<Record<string, () => Promise<Page>>> {
  return {
    '/healthz': () => Promise.resolve(plain(200, 'alive\n')),
    '/readyz': () => readiness(house),
    '/metrics': async () => {
      metrics.show(await statuses(house), house.settings.deadlineDays)
      return { status: 200, type: registry.contentType, body: await registry.text() }
    },
  }
}

/** What the journal knows; the folders are not read for it. */
async function statuses(house: House): Promise<readonly TenantStatus[]> {
  const { tenants, deadlineDays } = house.settings
  const journal = await house.journal()
  const now = house.clock.now()
  const all: TenantStatus[] = []
  for (const tenant of tenants) {
    const entries = await backlogOf(journal, tenant, house.clock)
    const backlog = entries.map((entry) => ({ ...entry, ...agesOf(entry, now, deadlineDays) }))
    all.push({ tenant: tenant.name, lastPass: await journal.lastPass(tenant.name), backlog })
  }
  return all
}

/** 503 with what is missing, one line each: the journal, the history, a tenant's folder. */
async function readiness(house: House): Promise<Page> {
  const missing: string[] = []
  const journal = house.journal().then((opened) => opened.tally())
  await journal.catch(() => missing.push('the journal cannot be read'))
  await house.history().catch(() => missing.push('the history cannot be opened'))
  for (const tenant of house.settings.tenants) {
    if (!isFolder(inputFolder(tenant))) missing.push(`the folder of tenant ${tenant.name} is not there`)
  }
  return missing.length === 0 ? plain(200, 'ready\n') : plain(503, missing.map((line) => `${line}\n`).join(''))
}

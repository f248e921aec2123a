/** The numbers that Lethe shows, and how they follow from what happens. Nothing of a request is among them. */

import type { Clock } from '../../platform/time/clock.ts'
import type { MetricRegistry } from '../../platform/metrics/registry.ts'
import { backlogStates } from '../operate/backlog.ts'
import type { PassEvent } from '../context.ts'
import type { TenantStatus } from '../operate/status.ts'

export interface Metrics {
  /** Follows what happens in the passes of a tenant. */
  readonly follow: (tenant: string) => (event: PassEvent) => void
  /** Replaces what was known of what waits. */
  readonly show: (statuses: readonly TenantStatus[], deadlineDays: number) => void
}

const durations = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400]

export function createMetrics(registry: MetricRegistry, clock: Clock): Metrics {
  const [products, names] = [following(registry, clock), followingNames(registry)]
  return {
    show: showing(registry),
    follow: (tenant) => {
      const followers = [products(tenant), names(tenant)]
      return (event) => {
        for (const follow of followers) follow(event)
      }
    },
  }
}

function followingNames({ gauge }: MetricRegistry): Metrics['follow'] {
  const help = 'Files that nearly have the name of a request and are not read as one.'
  const nearMisses = gauge({ name: 'lethe_near_misses', help, labels: ['tenant'] })
  return (tenant) => {
    nearMisses.set({ tenant }, 0)
    return (event) => {
      if (event.kind === 'near-misses') nearMisses.set({ tenant }, event.count)
    }
  }
}

function showing({ gauge }: MetricRegistry): Metrics['show'] {
  const labels = ['tenant']
  const requests = gauge({
    name: 'lethe_requests',
    help: 'Requests that are not answered in full, by state.',
    labels: ['tenant', 'state'],
  })
  const oldest = gauge({ name: 'lethe_oldest_request_age_seconds', help: 'Age of the oldest of them.', labels })
  const deadline = gauge({ name: 'lethe_days_to_deadline', help: 'Days left for the oldest of them.', labels })
  const lastPass = gauge({ name: 'lethe_last_pass_timestamp_seconds', help: 'End of the latest whole pass.', labels })
  return (statuses, deadlineDays) => {
    for (const one of [requests, oldest, deadline, lastPass]) one.reset()
    for (const { tenant, backlog, lastPass: at } of statuses) {
      for (const state of backlogStates) {
        requests.set({ tenant, state }, backlog.filter((entry) => entry.state === state).length)
      }
      oldest.set({ tenant }, Math.max(0, ...backlog.map(({ ageSeconds }) => ageSeconds)))
      deadline.set({ tenant }, Math.min(deadlineDays, ...backlog.map(({ daysLeft }) => daysLeft)))
      if (at !== null) lastPass.set({ tenant }, Date.parse(at) / 1000)
    }
  }
}

interface Counted {
  readonly found: number
  readonly erased: number
}

function following({ counter, histogram }: MetricRegistry, clock: Clock): Metrics['follow'] {
  const labels = ['tenant', 'product']
  const found = counter({ name: 'lethe_values_found_total', help: 'Values found.', labels })
  const erased = counter({ name: 'lethe_values_erased_total', help: 'Values redacted.', labels })
  const answers = counter({
    name: 'lethe_answers_total',
    help: 'Answers to request files, by outcome; a file that is tried again is answered again.',
    labels: ['tenant', 'action', 'outcome'],
  })
  const seconds = histogram(
    { name: 'lethe_product_seconds', help: 'How long a product took, per attempt.', labels: [...labels, 'outcome'] },
    durations,
  )
  const begun = new Map<string, number>()
  // A further attempt reports what the earlier ones found, too.
  const counted = new Map<string, Counted>()
  return (tenant) => (event) => {
    if (event.kind === 'product') begun.set(`${event.run} ${event.product}`, clock.now().getTime())
    if (event.kind === 'file') {
      const { action, outcome } = event.result
      answers({ tenant, action: action ?? 'unknown', outcome }, 1)
    }
    if (event.kind !== 'product-end') return
    const { product, outcome } = event.report
    const key = `${event.run} ${product}`
    const before = counted.get(key) ?? { found: 0, erased: 0 }
    found({ tenant, product }, Math.max(0, event.report.found - before.found))
    erased({ tenant, product }, Math.max(0, event.report.erased - before.erased))
    if (outcome === 'done') counted.delete(key)
    else counted.set(key, event.report)
    const since = begun.get(key)
    begun.delete(key)
    if (since !== undefined) seconds({ tenant, product, outcome }, Math.max(0, clock.now().getTime() - since) / 1000)
  }
}

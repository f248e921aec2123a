/** Builds the context of a tenant from the services. */

import { StepFailed } from '../../domain/errors.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { randomId, randomSalt } from '../../platform/crypto/random.ts'
import { canonicalJson } from '../../platform/text/canonical-json.ts'
import { quietUntil } from '../../platform/time/quiet-hours.ts'
import type { Journal } from '../../records/journal/journal.ts'
import { clearLeftovers } from '../../stages/delivery/deliver.ts'
import { guardBy, type Guard } from '../../stages/planning/guard.ts'

import { watchArrivals, type ArrivalOptions } from './arrivals.ts'
import { isSearched, isText, type Services } from '../compose.ts'
import { holdsOf } from '../holds/holds-of.ts'
import { placeOf } from '../places.ts'
import { notAnsweredFor } from '../systems.ts'
import { packageVersion } from '../version.ts'
import type { TenantContext, PassEvent } from '../context.ts'
import { decisionsOf } from './decisions.ts'
import { waitingFiles } from './known-files.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface PassOptions {
  /** One pass that waits for uploads to settle, or one of many looks of a daemon. */
  readonly manner: 'once' | 'again and again'
  /** Names of files; null for all. */
  readonly only: readonly string[] | null
  readonly notify: (event: PassEvent) => void
  /** Somebody looks on: long reads tell how far they have come. */
  readonly isFollowed?: boolean
  /** Another process may be at work for the tenant: what it is writing is left alone. */
  readonly beside?: boolean
}

/** Pauses before a retryable failure is tried again within a run, milliseconds. */
const backoffMs = [1000, 5000, 15_000] as const

/** Clears away what a killed process left half written among the answers. */
export async function openContext(
  services: Services,
  tenant: TenantSettings,
  options: PassOptions,
): Promise<TenantContext> {
  const { settings, clock, log } = services
  if (options.beside !== true) await clearAway(services, tenant)
  const journal = await services.journal()
  return {
    tenant,
    journal,
    history: services.history,
    findings: services.findings,
    products: enabledProducts(services, tenant),
    declared: services.declaredIn(tenant),
    notAnsweredFor: notAnsweredFor(tenant, services.declaredIn(tenant)),
    arrivals: watchArrivals(arrivalOptions(services, tenant, { journal, options })),
    answers: await services.answers(tenant),
    isPatient: options.manner === 'once',
    clock,
    log,
    newRunId: randomId,
    newSalt: randomSalt,
    backoffMs,
    runLimits: settings.limits,
    guard: guardOf(tenant),
    approval: tenant.approval,
    decisions: decisionsOf(tenant, journal),
    holds: () => holdsOf(services, tenant),
    settingsMark: markOfGuard(tenant),
    version: packageVersion(),
    giveUpAfterDays: settings.giveUpAfterDays,
    notify: options.notify,
    isFollowed: options.isFollowed === true,
    waits: services.waits,
  }
}

/** One tenant's folder must not keep the others waiting: what stays there is told. */
async function clearAway({ settings, log }: Services, tenant: TenantSettings): Promise<void> {
  try {
    await clearLeftovers(placeOf(settings, tenant))
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    log.warn({ tenant: tenant.name, code: error.code, reason: error.message }, 'what was left half written stays')
  }
}

/** Off where nothing waits for anybody. */
export function guardOf(tenant: TenantSettings): Guard {
  const isOff = tenant.products.every(({ approval }) => approval === 'never')
  return isOff ? () => null : guardBy(tenant.guard, tenant, tenant.approval)
}

function markOfGuard({ guard, ownNumbers = [], products }: TenantSettings): string {
  const entries = products.map(({ name, mark }) => [name, mark.settings])
  return sha256(canonicalJson({ guard, ownNumbers, entries }))
}

function enabledProducts(services: Services, tenant: TenantSettings): TenantContext['products'] {
  return tenant.products.filter(isSearched).map((entry) => ({
    name: entry.name,
    id: entry.product,
    mark: entry.mark,
    store: entry.store,
    after: services.waitsFor(entry.product),
    isText: isText(entry),
    approval: entry.approval,
    open: (fence) => services.openProduct(tenant, entry, fence),
    ...(entry.quietHours.length === 0
      ? {}
      : { quietUntil: (now: Date) => quietUntil(entry.quietHours, tenant.timeZone, now) }),
  }))
}

function arrivalOptions(
  { settings, clock, documents, waits }: Services,
  tenant: TenantSettings,
  { journal, options }: { readonly journal: Journal; readonly options: PassOptions },
): ArrivalOptions {
  const once = options.manner === 'once'
  const { settleMs, maxRequestBytes } = settings
  return {
    tenant,
    limits: { settleMs, maxRequestBytes, patienceMs: once ? 0 : settings.patienceMs },
    requestLimits: settings.limits,
    documents,
    clock,
    waits,
    waiting: () => waitingFiles(journal, tenant.name),
    wait: once,
    isHinted: !once && !settings.polling,
    only: options.only,
    answerNearMisses: settings.answerNearMisses,
  }
}

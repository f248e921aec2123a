/** Shows what a request would find, and a forget erase, product by product: records and changes nothing. */

import { erased, type Foreseen } from '../../domain/effect.ts'
import { describeFailure, SettingsInvalid } from '../../domain/errors.ts'
import { holdsValue, isFinding, isUnevaluated } from '../../domain/finding.ts'
import type { Finding, FoundValue, Owner, Unevaluated } from '../../domain/finding.ts'
import type { Complaint, ProductSession, RunContext } from '../../domain/product.ts'
import type { Request } from '../../domain/request.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import { quietUntil } from '../../platform/time/quiet-hours.ts'

import { isSearched, isText, type Services } from '../compose.ts'
import { guardOf } from '../pass/open-context.ts'
import type { ProductEntry, TenantSettings } from '../settings/settings.ts'
import { foreseenHolds } from './foreseen-holds.ts'
import { ReachCount } from './reach-count.ts'

export type Preview =
  | { readonly kind: 'finding'; readonly product: string; readonly finding: Finding }
  | { readonly kind: 'unevaluated'; readonly product: string; readonly unevaluated: Unevaluated }
  | { readonly kind: 'foreseen'; readonly product: string; readonly effect: Foreseen }
  /** As a whole: nothing of the identifier would be exported or erased. */
  | { readonly kind: 'held'; readonly owner: Owner; readonly reason: string }
  | {
      readonly kind: 'searched'
      readonly product: string
      readonly complaints: readonly Complaint[]
      /** End of the quiet hours that it is now, ISO 8601, UTC: until then a forget would erase nothing. */
      readonly quietUntil: string | null
    }
  | { readonly kind: 'failed'; readonly product: string; readonly code: string; readonly reason: string }

/** Findings as they come, then per product `searched` or `failed`; a failed product does not keep the others from it. */
export async function* preview(
  services: Services,
  tenant: TenantSettings,
  request: Request,
  signal: AbortSignal,
): AsyncIterable<Preview> {
  const about = { runId: 'preview', action: request.action, salt: randomToken(), again: false } as const
  const run: RunContext = { ...about, isTrial: true, signal }
  const reached = new ReachCount(request.subjects)
  const holds = await foreseenHolds(services, tenant, request)
  if ('reason' in holds) yield { kind: 'failed', product: 'holds', ...holds }
  else for (const held of holds.people) yield { kind: 'held', ...held }
  const holdOf = 'reason' in holds ? () => null : holds.ofRow
  for (const entry of tenant.products.filter(isSearched)) {
    signal.throwIfAborted()
    try {
      yield* search(services, { tenant, entry, reached, holdOf }, request, run)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SettingsInvalid) throw error
      yield { kind: 'failed', product: entry.name, ...describeFailure(error, 'stopped the product') }
    }
  }
  const guard = guardOf(tenant)
  for (const reach of reached.reaches()) {
    const reason = guard(reach)
    if (reason !== null) yield { kind: 'held', owner: reach.owner, reason }
  }
}

interface PreviewedEntry {
  readonly tenant: TenantSettings
  readonly entry: ProductEntry
  readonly reached: ReachCount
  /** Why a row would stay. */
  readonly holdOf: (entry: ProductEntry, finding: Finding) => string | null
}

async function* search(
  services: Services,
  { tenant, entry, reached, holdOf }: PreviewedEntry,
  request: Request,
  run: RunContext,
): AsyncIterable<Preview> {
  const product = entry.name
  const session = await services.openProduct(tenant, entry)
  try {
    const complaints = await session.check(request.action)
    const error = complaints.find(({ severity, keepsFrom }) => severity === 'error' && keepsFrom !== 'erasing')
    if (error !== undefined) {
      yield { kind: 'failed', product, code: 'check', reason: `${error.place}: ${error.message}` }
      return
    }
    const foresight = new Foresight(session, product, run)
    for await (const one of session.find(request.subjects, run)) {
      reached.add({ name: product, isText: isText(entry), approval: entry.approval }, one)
      if (isUnevaluated(one)) yield { kind: 'unevaluated', product, unevaluated: one }
      if (!isFinding(one)) continue
      yield { kind: 'finding', product, finding: one }
      const reason = holdOf(entry, one)
      if (reason === null) yield* foresight.add(one)
      else yield { kind: 'held', owner: one.owner, reason }
    }
    yield* foresight.rest()
    const quiet = run.action === 'forget' ? quietUntil(entry.quietHours, tenant.timeZone, services.clock.now()) : null
    yield { kind: 'searched', product, complaints, quietUntil: quiet?.toISOString() ?? null }
  } finally {
    await session.close()
  }
}

/** Asks the product what a forget would do to what was found, some at a time. */
class Foresight {
  readonly #session: ProductSession
  readonly #product: string
  readonly #run: RunContext
  #waiting: FoundValue[] = []

  constructor(session: ProductSession, product: string, run: RunContext) {
    this.#session = session
    this.#product = product
    this.#run = run
  }

  async *add(finding: Finding): AsyncIterable<Preview> {
    if (this.#run.action === 'export' || !holdsValue(finding)) return
    this.#waiting.push(finding)
    if (this.#waiting.length >= atOnce) yield* this.rest()
  }

  async *rest(): AsyncIterable<Preview> {
    const some = this.#waiting
    this.#waiting = []
    for await (const effect of this.#foresee(some)) yield { kind: 'foreseen', product: this.#product, effect }
  }

  #foresee(some: readonly FoundValue[]): AsyncIterable<Foreseen> {
    return this.#session.foresee?.(each(some), this.#run) ?? eachErased(some)
  }
}

const atOnce = 1000

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

async function* eachErased(some: readonly FoundValue[]): AsyncIterable<Foreseen> {
  for (const { owner, target } of some) yield { owner, target, findings: 1, fate: erased, how: 'erased' }
}

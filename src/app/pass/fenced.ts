/** The context of one pass: what it would make lasting is refused once its worker has lost the lease. */

import type { Fence } from '../../domain/fence.ts'
import { verbsOf, type ProductSession } from '../../domain/product.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { TenantContext } from '../context.ts'

export function fencedContext(context: TenantContext, fence: Fence): TenantContext {
  return {
    ...context,
    findings: async () => (await context.findings()).under(fence),
    answers: context.answers.under(fence),
    products: context.products.map((product) => ({
      ...product,
      open: async () => fencedSession(await product.open(fence), fence, context.clock),
    })),
  }
}

/** Transactions ask by themselves; what writes into files or calls a server is handed nothing more to write. */
function fencedSession(session: ProductSession, fence: Fence, clock: Clock): ProductSession {
  const asked = <T>(items: AsyncIterable<T>): AsyncIterable<T> => whileHeld(items, fence, clock)
  return {
    ...verbsOf(session),
    erase: (findings, run) => asked(session.erase(asked(findings), run)),
    poll: (started, run) => asked(session.poll?.(started, run) ?? nothing()),
  }
}

/** Asking for every single item would cost more than the items do. */
const askEveryMs = 100

/** Rejects with `lease-lost` as soon as it is asked for an item after the loss. */
async function* whileHeld<T>(items: AsyncIterable<T>, { holds }: Fence, clock: Clock): AsyncIterable<T> {
  await holds()
  let askedAt = clock.elapsed()
  for await (const item of items) {
    if (clock.elapsed() - askedAt >= askEveryMs) {
      await holds()
      askedAt = clock.elapsed()
    }
    yield item
  }
}

async function* nothing(): AsyncIterable<never> {}

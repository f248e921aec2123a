/**
 * Forgets again what came back: a client that was running when something was erased may write its own copy back. Such a
 * run has no request file; everything else about it is a forget like any other, recorded first and resumed when cut off.
 */

import { StepFailed } from '../../domain/errors.ts'
import type { Evaluation } from '../../domain/finding.ts'
import { verbsOf, type ProductSession, type RunContext } from '../../domain/product.ts'
import type { TenantContext, EnabledProduct } from '../context.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'

/** Starts a run for each product in which something came back, and yields the runs' ids. */
export async function* startRepetitions(
  context: TenantContext,
  lease: Lease,
  signal: AbortSignal,
): AsyncIterable<string> {
  const retried = await productsRetried(context)
  for (const product of context.products) {
    signal.throwIfAborted()
    if (!retried.has(product.name) && (await somethingReturned(context, product, signal))) {
      yield await startRun(context, lease, product)
    }
  }
}

/** A forget that is not over erases what it recorded at every attempt; it needs no repetition beside it. */
async function productsRetried({ journal, tenant }: TenantContext): Promise<ReadonlySet<string>> {
  const products = new Set<string>()
  for (const { id, action } of await journal.runs(tenant.name, ['running', 'open'])) {
    const record = action === 'forget' ? await journal.run(id) : null
    for (const { product, phase } of record?.steps ?? []) if (phase !== 'done') products.add(product)
  }
  return products
}

/** A product that cannot tell gets its run too: there the failure is tried again, and reported. A bug is thrown. */
async function somethingReturned(
  context: TenantContext,
  product: EnabledProduct,
  signal: AbortSignal,
): Promise<boolean> {
  const run: RunContext = { runId: 'repeat', action: 'forget', salt: context.newSalt(), again: false, signal }
  try {
    return await within(product, async (session) => {
      for await (const _finding of session.returned?.(run) ?? nothing()) return true
      return false
    })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof StepFailed)) throw error
    return true
  }
}

async function within<T>(product: EnabledProduct, work: (session: ProductSession) => Promise<T>): Promise<T> {
  const session = await product.open()
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

async function startRun(context: TenantContext, lease: Lease, product: EnabledProduct): Promise<string> {
  const { journal, newRunId, newSalt } = context
  const made = { id: newRunId(), salt: newSalt(), action: 'forget', files: [] } as const
  await journal.createRun(lease, { ...made, products: [product] })
  return made.id
}

/** Every other run has at least one file, also after the file is gone. */
export function isRepetition({ files }: RunRecord): boolean {
  return files.length === 0
}

/** The product with a search that looks for what came back. */
export async function openRepeating(product: EnabledProduct): Promise<ProductSession> {
  const session = await product.open()
  return { ...verbsOf(session), find: (_subjects, run) => session.returned?.(run) ?? nothing() }
}

async function* nothing(): AsyncIterable<Evaluation> {}

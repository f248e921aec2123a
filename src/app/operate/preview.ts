/** Shows what a request would find, product by product: searches only, records and changes nothing. */

import { describeFailure, SettingsInvalid } from '../../domain/errors.ts'
import { isUnevaluated, type Finding, type Unevaluated } from '../../domain/finding.ts'
import type { Complaint, RunContext } from '../../domain/product.ts'
import type { Request } from '../../domain/request.ts'
import { randomToken } from '../../platform/crypto/random.ts'

import { isSearched, type Services } from '../compose.ts'
import type { ProductEntry, TenantSettings } from '../settings/settings.ts'

export type Preview =
  | { readonly kind: 'finding'; readonly product: string; readonly finding: Finding }
  | { readonly kind: 'unevaluated'; readonly product: string; readonly unevaluated: Unevaluated }
  | { readonly kind: 'searched'; readonly product: string; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'failed'; readonly product: string; readonly code: string; readonly reason: string }

/** Findings as they come, then per product `searched` or `failed`; a failed product does not keep the others from it. */
export async function* preview(
  services: Services,
  tenant: TenantSettings,
  request: Request,
  signal: AbortSignal,
): AsyncIterable<Preview> {
  // As an export: nothing is redacted, and no product takes it for a forget.
  const context: RunContext = { runId: 'preview', action: 'export', salt: randomToken(), again: false, signal }
  for (const entry of tenant.products.filter(isSearched)) {
    signal.throwIfAborted()
    try {
      yield* search(services, { tenant, entry }, request, context)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SettingsInvalid) throw error
      yield { kind: 'failed', product: entry.name, ...describeFailure(error, 'stopped the product') }
    }
  }
}

async function* search(
  services: Services,
  { tenant, entry }: { readonly tenant: TenantSettings; readonly entry: ProductEntry },
  request: Request,
  context: RunContext,
): AsyncIterable<Preview> {
  const product = entry.name
  const session = await services.openProduct(tenant, entry)
  try {
    // Searching needs the rights of an export only, also before a forget.
    const complaints = await session.check('export')
    const error = complaints.find(({ severity }) => severity === 'error')
    if (error !== undefined) {
      yield { kind: 'failed', product, code: 'check', reason: `${error.place}: ${error.message}` }
      return
    }
    for await (const one of session.find(request.subjects, context)) {
      if (isUnevaluated(one)) yield { kind: 'unevaluated', product, unevaluated: one }
      else yield { kind: 'finding', product, finding: one }
    }
    yield { kind: 'searched', product, complaints }
  } finally {
    await session.close()
  }
}

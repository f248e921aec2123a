/**
 * Exports that wait for nothing but somebody's look at an identifier that is held: all that is the person's own was handed
 * out, so forgetting does not wait for them. What is held is held of a forget as well.
 */

import type { Request } from '../../domain/request.ts'
import type { ProductOutcome } from '../../domain/step.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { TenantContext } from '../context.ts'
import type { Attempt } from '../run/attempt.ts'

/** Requests of an attempt at exports that forgetting waits for. */
export function waitedFor(context: TenantContext, { report, files, unanswered }: Attempt): readonly Request[] {
  if (!isOnlyHeld(context, report.products)) return unanswered
  const held = new Set(files.filter(({ outcome }) => outcome === 'held').map(({ fileName }) => fileName))
  return unanswered.filter(({ fileName }) => !held.has(fileName))
}

/** The same as the journal knows it. */
export function isWaitedFor(context: TenantContext, { steps, files }: RunRecord): boolean {
  return !isOnlyHeld(context, steps) || files.some(({ reason }) => reason !== null)
}

function isOnlyHeld(
  { declared }: TenantContext,
  products: readonly { readonly outcome: ProductOutcome | null }[],
): boolean {
  const isByHand = declared.some(({ disposition }) => disposition.disposition === 'manual')
  return !isByHand && products.every(({ outcome }) => outcome === 'done' || outcome === 'held')
}

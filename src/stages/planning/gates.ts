/** What a recorded find-set waits for before it is erased. Gates are data; this is the one place that decides them. Pure. */

import type { ProductOutcome } from '../../domain/step.ts'

/** `quiet-hours`: until they are over. `product`: another product has not come so far. */
export type Gate =
  | { readonly kind: 'quiet-hours'; readonly until: Date }
  | { readonly kind: 'product'; readonly product: string; readonly stage: 'find' | 'erase' }

/** A step as its gates see it. */
export interface GatedStep {
  /** Name of the entry. */
  readonly entry: string
  /** Id of the product. */
  readonly product: string
  /** What stands for the store that it works on. */
  readonly store: string
  /** Ids of products that have to be done first. */
  readonly after: readonly string[]
  readonly isFound: boolean
  /** Null while it is not over. */
  readonly outcome: ProductOutcome | null
}

/** The first that is closed; null when erasing may begin. */
export function gateOf(step: GatedStep, others: readonly GatedStep[], quietUntil: Date | null): Gate | null {
  if (quietUntil !== null) return { kind: 'quiet-hours', until: quietUntil }
  const before = others.filter(({ product }) => step.after.includes(product))
  const unfound = others.find((other) => !other.isFound && (other.store === step.store || before.includes(other)))
  if (unfound !== undefined) return { kind: 'product', product: unfound.entry, stage: 'find' }
  // Of whoever is held there nothing is erased here either.
  const unfinished = before.find(({ outcome }) => outcome !== 'done' && outcome !== 'held')
  return unfinished === undefined ? null : { kind: 'product', product: unfinished.entry, stage: 'erase' }
}

/** For operator and sender. */
export function gateReason(gate: Gate): string {
  switch (gate.kind) {
    case 'quiet-hours':
      return `quiet hours until ${gate.until.toISOString()}; what is recorded is erased after them`
    case 'product': {
      const what = gate.stage === 'find' ? 'could not be searched' : 'is not done'
      return `\`${gate.product}\` ${what}, and comes before it; what is recorded is erased when that is done`
    }
    default:
      return gate satisfies never
  }
}

/** What erasing did to what was found. */

import type { Owner, Target } from './finding.ts'
import type { HeldByHold, HoldAnswer } from './hold.ts'

/**
 * `held`: may not be touched now. `retained`: stays on purpose, on this basis. `gone`: it was there when it was found and
 * somebody else has taken or changed it since. `started`: a job of the store goes on with it; its receipt says which.
 * `expires`: out of reach now, and gone on that date. `failed`: this person's alone; the others go on. `absent`: only the
 * store's own job could tell, and says that it holds nothing of the person.
 */
export type Fate =
  | { readonly kind: 'erased' }
  | {
      readonly kind: 'held'
      readonly reason: string
      readonly until: string | null
      /** A legal hold, and how it is answered; missing: whatever has the row right now. */
      readonly hold?: HoldAnswer
    }
  | { readonly kind: 'retained'; readonly basis: string }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'started'
      readonly receipt: string
      readonly pollAfter: string | null
      /** Why it goes on; missing: nobody has told. */
      readonly reason?: string
    }
  | { readonly kind: 'expires'; readonly at: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'absent' }

export const fates = ['erased', 'held', 'retained', 'gone', 'started', 'expires', 'failed', 'absent'] as const

/** Times are ISO 8601, UTC; reasons and receipts hold nothing personal. */
export interface Effect {
  readonly owner: Owner
  readonly target: Target
  readonly fate: Fate
  /** How many findings met with it: a value that two identifiers led to is two findings. */
  readonly findings: number
  /** Of what goes on elsewhere (`started`, `expires`) the findings themselves: they are not begun a second time. */
  readonly locators?: readonly string[]
}

/** What erasing would do now; nothing is changed. */
export interface Foreseen extends Effect {
  /** How a value is redacted, in a few words; null where it stays. */
  readonly how: string | null
}

/** An effect that is not over: a job of the store goes on with it. */
export interface StartedEffect extends Effect {
  readonly fate: Extract<Fate, { readonly kind: 'started' }>
}

export function isStarted(effect: Effect): effect is StartedEffect {
  return effect.fate.kind === 'started'
}

/** What has become of a job, told by its receipt. */
export interface Progress {
  readonly receipt: string
  readonly fate: Fate
}

export const erased: Fate = { kind: 'erased' }
export const gone: Fate = { kind: 'gone' }
export const absent: Fate = { kind: 'absent' }

export function started(receipt: string, reason?: string): Fate {
  return { kind: 'started', receipt, pollAfter: null, ...(reason === undefined ? {} : { reason }) }
}

export function held(reason: string): Fate {
  return { kind: 'held', reason, until: null }
}

export function heldByHold({ reason, answer }: HeldByHold): Fate {
  return { kind: 'held', reason, until: null, hold: answer }
}

export function failed(reason: string): Fate {
  return { kind: 'failed', reason }
}

/** Gathers what happened to single findings, so that millions of them are told in a few effects. */
export class EffectTally {
  readonly #effects = new Map<string, Effect>()

  add(owner: Owner, target: Target, fate: Fate, findings = 1): void {
    const name = `${ownerName(owner)}\n${target.table}\n${target.column}\n${nameOf(fate)}`
    const known = this.#effects.get(name)
    this.#effects.set(name, { owner, target, fate, findings: (known?.findings ?? 0) + findings })
  }

  /** Hands out what was gathered, and begins anew. */
  take(): readonly Effect[] {
    const effects = [...this.#effects.values()]
    this.#effects.clear()
    return effects
  }
}

/** Most are erased, by the million. */
function nameOf(fate: Fate): string {
  return fate.kind === 'erased' ? fate.kind : JSON.stringify(fate)
}

/** How many findings met with a fate. */
export function countOf(effects: Iterable<Effect>, kind: Fate['kind']): number {
  let count = 0
  for (const effect of effects) if (effect.fate.kind === kind) count += effect.findings
  return count
}

/** Tells owners apart; not for anybody's eyes. */
export function ownerName({ subjectKey, kind, consumerId }: Owner): string {
  return `${subjectKey} ${kind} ${consumerId}`
}

/** The holds of a tenant that stand, ready to be asked for a person or a row. */

import type { LegalHold, HeldByHold } from '../../domain/hold.ts'
import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'
import type { Fingerprint } from '../../platform/crypto/fingerprint.ts'
import { personKeys, rowKey, type HeldRowName } from './keys.ts'

export class HoldSet {
  readonly #known = new Map<string, LegalHold>()
  readonly #hidden = new Map<string, LegalHold>()
  readonly #fingerprint: Fingerprint
  /** Whom one can look for. */
  readonly people: readonly Identifier[]
  readonly hasRows: boolean

  constructor(holds: readonly LegalHold[], fingerprint: Fingerprint) {
    this.#fingerprint = fingerprint
    for (const hold of holds) {
      const keys = hold.isHidden ? this.#hidden : this.#known
      for (const key of hold.keys) keys.set(key, strictest(keys.get(key), hold))
    }
    this.people = holds.flatMap(({ identifier }) => identifier ?? [])
    this.hasRows = holds.some(({ kind }) => kind === 'row')
    this.hiddenKinds = [...new Set(holds.flatMap(({ kind, isHidden }) => (isHidden && kind !== 'row' ? [kind] : [])))]
  }

  /** Kinds of those who are known by a fingerprint alone. */
  readonly hiddenKinds: readonly IdentifierKind[]

  get isEmpty(): boolean {
    return this.#known.size + this.#hidden.size === 0
  }

  /** Null for whoever is not held. */
  ofPerson(identifier: Pick<Identifier, 'kind' | 'normal'>): LegalHold | null {
    return this.#strictestOf(personKeys(identifier))
  }

  /** `products`: all names that the product goes by. */
  ofRow(products: readonly string[], row: Omit<HeldRowName, 'product'>): LegalHold | null {
    return this.hasRows ? this.#strictestOf(products.map((product) => rowKey({ product, ...row }))) : null
  }

  #strictestOf(keys: readonly string[]): LegalHold | null {
    let found: LegalHold | undefined
    for (const key of keys) {
      const known = this.#known.get(key)
      const hidden = this.#hidden.size === 0 ? undefined : this.#hidden.get(this.#fingerprint(key))
      for (const hold of [known, hidden]) if (hold !== undefined) found = strictest(found, hold)
    }
    return found ?? null
  }
}

/** Of two holds on the same the one that is answered as an ERROR is told, and of these the one that lasts longer. */
export function strictest(one: LegalHold | undefined, other: LegalHold): LegalHold {
  if (one === undefined) return other
  if (one.answer !== other.answer) return one.answer === 'held' ? one : other
  return (one.until ?? endless) >= (other.until ?? endless) ? one : other
}

const endless = '9999-99-99'

/** For sender and operator. */
export function holdReason({ reason, until, answer }: LegalHold, what: string): HeldByHold {
  const end = until === null ? 'until it is released' : `until ${until}`
  return {
    answer,
    reason:
      `${what} is under a legal hold ${end} (${reason}); nothing of it is erased; it is taken up by itself when the hold ` +
      'ends; do not send it again',
  }
}

/** Those of a list that stand on a day. */
export function standing(holds: readonly LegalHold[], today: string): readonly LegalHold[] {
  return holds.filter(({ until }) => until === null || until >= today)
}

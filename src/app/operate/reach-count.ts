/** How many rows and people identifiers reach, counted as they are found: for a preview, which records nothing. */

import { ownerName } from '../../domain/effect.ts'
import { isFinding, isPersonSeen, type Evaluation, type Owner } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import type { GuardedReach } from '../../stages/planning/guard.ts'
import type { EnabledProduct } from '../context.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'

interface OwnerCount {
  readonly owner: Owner
  rows: number
  /** In products of which nothing goes unseen. */
  unseen: number
  /** By the column that tells them apart. */
  readonly people: Map<string, number>
}

type ReachedProduct = Pick<EnabledProduct, 'name' | 'approval'> & { readonly isText: boolean }

export class ReachCount {
  readonly #seen = new DigestSet()
  readonly #owners = new Map<string, OwnerCount>()

  constructor(subjects: Subjects) {
    for (const { key: subjectKey, identifiers } of subjects) {
      for (const { kind, value } of identifiers) this.#of({ subjectKey, kind, consumerId: value })
    }
  }

  /** `isText`: its rows are places in texts, which do not count. */
  add({ name, isText, approval }: ReachedProduct, one: Evaluation): void {
    const isCounted = !isText && approval !== 'never'
    if (one.owner === null || !(isCounted || approval === 'always')) return
    const counted = this.#of(one.owner)
    const place = [ownerName(one.owner), name, one.target.table]
    if (isFinding(one) && one.locator !== null && this.#seen.add(JSON.stringify([...place, one.locator]))) {
      if (isCounted) counted.rows += 1
      if (approval === 'always') counted.unseen += 1
    }
    if (
      !isCounted ||
      !isPersonSeen(one) ||
      !this.#seen.add(JSON.stringify([...place, one.target.column, one.person, null]))
    )
      return
    const column = JSON.stringify([name, one.target])
    counted.people.set(column, (counted.people.get(column) ?? 0) + 1)
  }

  *reaches(): Iterable<GuardedReach> {
    for (const { owner, rows, unseen, people } of this.#owners.values()) {
      yield { owner, rows, unseen, people: Math.max(0, ...people.values()) }
    }
  }

  #of(owner: Owner): OwnerCount {
    const name = ownerName(owner)
    const known = this.#owners.get(name) ?? { owner, rows: 0, unseen: 0, people: new Map<string, number>() }
    this.#owners.set(name, known)
    return known
  }
}

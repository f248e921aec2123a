/** How many rows and people identifiers reach, counted as they are found: for a preview, which records nothing. */

import { ownerName } from '../../domain/effect.ts'
import { isFinding, isPersonSeen, type Evaluation, type Owner, type OwnerReach } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'

interface OwnerCount {
  readonly owner: Owner
  rows: number
  /** By the column that tells them apart. */
  readonly people: Map<string, number>
}

export class ReachCount {
  readonly #seen = new DigestSet()
  readonly #owners = new Map<string, OwnerCount>()

  constructor(subjects: Subjects) {
    for (const { key: subjectKey, identifiers } of subjects) {
      for (const { kind, value } of identifiers) this.#of({ subjectKey, kind, consumerId: value })
    }
  }

  /** `isText`: its rows are places in texts, which do not count. */
  add(product: { readonly name: string; readonly isText: boolean }, one: Evaluation): void {
    if (one.owner === null || product.isText) return
    const counted = this.#of(one.owner)
    const place = [ownerName(one.owner), product.name, one.target.table]
    if (isFinding(one) && one.locator !== null && this.#seen.add(JSON.stringify([...place, one.locator]))) {
      counted.rows += 1
    }
    if (!isPersonSeen(one) || !this.#seen.add(JSON.stringify([...place, one.target.column, one.person, null]))) return
    const column = JSON.stringify([product.name, one.target])
    counted.people.set(column, (counted.people.get(column) ?? 0) + 1)
  }

  *reaches(): Iterable<OwnerReach> {
    for (const { owner, rows, people } of this.#owners.values()) {
      yield { owner, rows, people: Math.max(0, ...people.values()) }
    }
  }

  #of(owner: Owner): OwnerCount {
    const name = ownerName(owner)
    const known = this.#owners.get(name) ?? { owner, rows: 0, people: new Map<string, number>() }
    this.#owners.set(name, known)
    return known
  }
}

/** How many recorded values of a request file legal holds keep, by where its identifiers stand. */

import { ownerName } from '../../../domain/effect.ts'
import type { PlannedHold } from '../../../domain/erase-plan.ts'
import type { PlannedRow, Pointers } from '../guard/planned-rows.ts'
import type { HeldOwner } from '../guard/run-guard.ts'

export class HoldCounts {
  readonly #counts = new Map<string, PlannedHold>()

  constructor(held: readonly HeldOwner[], pointers: Pointers) {
    for (const { owner, reason } of held) {
      const pointer = pointers.get(ownerName(owner))
      if (pointer !== undefined) this.#counts.set(pointer, { pointer, kind: owner.kind, reason, values: 0 })
    }
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  add({ pointer }: Pick<PlannedRow, 'pointer'>): void {
    const known = this.#counts.get(pointer)
    if (known !== undefined) this.#counts.set(pointer, { ...known, values: known.values + 1 })
  }

  counted(): { readonly holds?: readonly PlannedHold[] } {
    return this.isEmpty ? {} : { holds: [...this.#counts.values()] }
  }
}

/** Rows that bear an identifier from outside of the days when it was the person's: somebody else's, counted and left alone. */

import { ownerName } from '../../../../domain/effect.ts'
import { heldBack, type Owner, type Unevaluated } from '../../../../domain/finding.ts'
import { DigestSet } from '../../../crypto/digest-set.ts'
import type { Row } from '../../database.ts'
import { dayOf, ownersWithin } from '../conditions/row-time.ts'
import type { ResolvedTable } from '../resolved.ts'
import { locatorIn, type Match, type SearchRun } from '../table-rows.ts'

interface Outside {
  readonly owner: Owner
  readonly column: string
  readonly rows: DigestSet
  readonly undated: DigestSet
}

export class RowsOutside {
  readonly #run: SearchRun
  readonly #table: ResolvedTable
  /** By the name of the owner. */
  readonly #outside = new Map<string, Outside>()

  constructor(run: SearchRun, table: ResolvedTable) {
    this.#run = run
    this.#table = table
  }

  /** The matches of those whose row it is; the others are counted. */
  within(row: Row, matches: readonly Match[]): readonly Match[] {
    const { periods } = this.#run
    if (periods === undefined) return matches
    const kept = new Map(
      matches.map(({ needle }) => {
        return [needle, { ...needle, owners: ownersWithin(periods, { row, table: this.#table }, needle.owners) }]
      }),
    )
    return matches.flatMap((match) => {
      const needle = kept.get(match.needle) ?? match.needle
      const others = match.needle.owners.filter((owner) => !needle.owners.includes(owner))
      for (const owner of others) this.#note(row, owner, match)
      return needle.owners.length === 0 ? [] : [{ ...match, needle }]
    })
  }

  /** For each of whom there are such rows. */
  *told(): Iterable<Unevaluated> {
    for (const { owner, column, rows, undated } of this.#outside.values()) {
      const { table } = this.#table.map
      const counts = [
        ...(rows.size === 0 ? [] : [`${rows.size} row(s) are from outside of the days that the request names`]),
        ...(undated.size === 0 ? [] : [`of ${undated.size} row(s) nobody knows from which day they are`]),
      ]
      const reason = `\`${table}\`: ${counts.join(', and ')}; they are left alone`
      yield { owner, target: { table, column }, unevaluated: heldBack(reason) }
    }
  }

  #note(row: Row, owner: Owner, { column }: Match): void {
    const name = ownerName(owner)
    const none = { owner, column: column.map.column, rows: new DigestSet(), undated: new DigestSet() }
    const known = this.#outside.get(name) ?? none
    this.#outside.set(name, known)
    const isUndated = dayOf(row, this.#table, this.#run.periods?.timeZone ?? 'UTC') === null
    // A row without a key is no other than the next one without a key.
    const place = locatorIn(row, this.#table) ?? ''
    if (isUndated) known.undated.add(place)
    else known.rows.add(place)
  }
}

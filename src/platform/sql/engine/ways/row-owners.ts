/**
 * Whose a row is beyond the identifier in it: by the days when that was the person's, and by the number that a text message
 * was written to. Rows from outside of the days are counted and left alone.
 */

import { ownerName } from '../../../../domain/effect.ts'
import { heldBack, type Owner, type Unevaluated } from '../../../../domain/finding.ts'
import { DigestSet } from '../../../crypto/digest-set.ts'
import type { Needle } from '../../../match/needles.ts'
import type { Row } from '../../database.ts'
import { dayOf, ownersWithin } from '../conditions/row-time.ts'
import { namelessOf, ownersByShortcode } from '../conditions/shortcodes.ts'
import type { ResolvedTable } from '../resolved.ts'
import { locatorIn, type Match, type SearchRun } from '../table-rows.ts'

interface Outside {
  readonly owner: Owner
  readonly column: string
  readonly rows: DigestSet
  readonly undated: DigestSet
}

type OwningRun = Pick<SearchRun, 'periods' | 'shortcodes' | 'wholeTexts'>

interface RowOf {
  readonly row: Row
  readonly table: ResolvedTable
}

/** Of these, whose row it is by all of that. */
export function ownersOfRow(run: OwningRun, of: RowOf, owners: readonly Owner[]): readonly Owner[] {
  return ownersWithin(run.periods, of, ownersOfMessage(run, of, owners))
}

function ownersOfMessage(
  { shortcodes: named = new Map(), wholeTexts: isExport }: OwningRun,
  of: RowOf,
  owners: readonly Owner[],
): readonly Owner[] {
  return ownersByShortcode({ named, isExport }, of, owners)
}

export class RowOwners {
  readonly #run: SearchRun
  readonly #table: ResolvedTable
  /** By the name of the owner. */
  readonly #outside = new Map<string, Outside>()

  constructor(run: SearchRun, table: ResolvedTable) {
    this.#run = run
    this.#table = table
  }

  /** The matches of those whose row it is; the others are counted, where days decide. */
  matchesOf(row: Row, matches: readonly Match[]): readonly Match[] {
    if (this.#run.periods === undefined && this.#table.shortcode === null) return matches
    const of = { row, table: this.#table }
    const kept = new Map(
      matches.map(({ needle }) => {
        const candidates = ownersOfMessage(this.#run, of, needle.owners)
        return [needle, { candidates, own: { ...needle, owners: ownersWithin(this.#run.periods, of, candidates) } }]
      }),
    )
    return matches.flatMap((match) => {
      const { candidates, own } = kept.get(match.needle) ?? { candidates: [], own: match.needle }
      for (const owner of candidates) if (!own.owners.includes(owner)) this.#note(row, owner, match)
      return own.owners.length === 0 ? [] : [{ ...match, needle: own }]
    })
  }

  /** What could not be looked for, and what was left alone. */
  *told(wanted: readonly Needle[]): Iterable<Unevaluated> {
    const owners = wanted.flatMap((needle) => needle.owners)
    yield* namelessOf(this.#table, this.#run.shortcodes ?? new Map(), owners)
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

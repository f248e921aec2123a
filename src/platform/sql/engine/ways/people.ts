/** Tells how many people the rows of an identifier concern: each of them once, as a fingerprint and never by name. */

import type { Owner, PersonSeen } from '../../../../domain/finding.ts'
import { DigestSet } from '../../../crypto/digest-set.ts'
import { fingerprintWith } from '../../../crypto/fingerprint.ts'
import type { Needle } from '../../../match/needles.ts'
import type { NumberRules } from '../../../match/own-numbers.ts'
import { otherEndReader, personIn } from '../../../match/person.ts'
import type { Row } from '../../database.ts'
import { textIn } from '../../rows.ts'
import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'

/** Somebody's address in a column of a row. */
interface Matched {
  readonly needle: Needle
  readonly column: ResolvedColumn
}

export class PeopleSeen {
  readonly #seen = new DigestSet()
  readonly #fingerprint: (text: string) => string
  readonly #otherEnd: (text: string) => string | null

  constructor(salt: string, rules: NumberRules) {
    this.#fingerprint = fingerprintWith(salt)
    this.#otherEnd = otherEndReader(rules)
  }

  /** Of a row in which some were matched: whoever is named in it, and who is at the other end of those columns. */
  *inMatched(row: Row, table: ResolvedTable, matches: readonly Matched[]): Iterable<PersonSeen> {
    for (const owner of new Set(matches.flatMap(({ needle }) => needle.owners))) yield* this.inRow(row, table, owner)
    for (const { needle, column } of matches) {
      if (column.otherEnd === undefined) continue
      const person = this.#otherEnd(textIn(row, `o${column.alias}`) ?? '')
      if (person === null || person === needle.identifier.normal) continue
      for (const owner of needle.owners) {
        yield* this.#once(owner, { table: table.map.table, column: column.map.otherEnd ?? '' }, person)
      }
    }
  }

  /** Of a row that is somebody's, on whatever way it was found. */
  *inRow(row: Row, table: ResolvedTable, owner: Owner): Iterable<PersonSeen> {
    for (const [i, column] of [...table.people.keys()].entries()) {
      const person = personIn(textIn(row, `p${i}`) ?? '')
      if (person !== null) yield* this.#once(owner, { table: table.map.table, column }, person)
    }
  }

  *#once(owner: Owner, target: PersonSeen['target'], person: string): Iterable<PersonSeen> {
    const name = JSON.stringify([owner.subjectKey, owner.kind, owner.consumerId, target.table, target.column, person])
    if (this.#seen.add(name)) yield { owner, target, person: this.#fingerprint(person) }
  }
}

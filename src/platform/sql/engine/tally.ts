/** Keeps account of which owner was found in which column, so that "evaluated and empty" can be said of the rest. */

import type { Evaluation, Finding, Owner } from '../../../domain/finding.ts'
import type { Needle, Needles } from '../../match/needles.ts'
import type { ResolvedColumn } from './resolved.ts'

export class Tally {
  readonly #columns: readonly ResolvedColumn[]
  readonly #needles: Needles
  readonly #wanted = new Set<Needle>()
  readonly #found = new Set<string>()

  constructor(columns: readonly ResolvedColumn[], needles: Needles) {
    this.#columns = columns
    this.#needles = needles
  }

  /** These are looked for here. */
  want(needles: Iterable<Needle>): void {
    for (const needle of needles) this.#wanted.add(needle)
  }

  /** What was not evaluated is not empty either. */
  *note(evaluations: Iterable<Evaluation>): Iterable<Evaluation> {
    for (const one of evaluations) {
      if (one.owner !== null) this.#found.add(placeOf(one.owner, one.target.column))
      yield one
    }
  }

  /** One finding without locator and content for every owner and column that was evaluated and not found. */
  *nothingFound(table: string): Iterable<Finding> {
    for (const owner of [...this.#wanted].flatMap((needle) => needle.owners)) {
      for (const { map } of this.#columns.filter((column) => this.#concerns(owner, column))) {
        if (this.#found.has(placeOf(owner, map.column))) continue
        yield { owner, target: { table, column: map.column }, locator: null, content: null }
      }
    }
  }

  #concerns(owner: Owner, column: ResolvedColumn): boolean {
    const { identifies, comesWithRow, attachedKeys } = column.map
    if (identifies.includes(owner.kind)) return true
    return comesWithRow && (attachedKeys === undefined || this.#needles.attached(owner, attachedKeys))
  }
}

function placeOf(owner: Owner, column: string): string {
  return `${owner.subjectKey} ${owner.kind} ${owner.consumerId} ${column}`
}

/** Tells what of a further search is new: not yet recorded in this run, content included. */

import { isFinding, type Evaluation, type Finding } from '../../domain/finding.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'
import { storedContent } from './content.ts'
import type { FindingTable } from './finding-table.ts'
import { pagesOf } from './recorded.ts'
import { findingFrom } from './record-rows.ts'
import type { RunPart } from './run-part.ts'
import { completeSearches, type CompleteSearch } from './searches.ts'

export class SeenFindings {
  readonly #digests = new DigestSet()

  /** Everything that the part has recorded so far. */
  static async of(table: FindingTable, part: RunPart): Promise<SeenFindings> {
    return await SeenFindings.in(table, part, await completeSearches(table, part))
  }

  static async in(table: FindingTable, part: RunPart, searches: readonly CompleteSearch[]): Promise<SeenFindings> {
    const seen = new SeenFindings()
    for (const search of searches) {
      for await (const rows of pagesOf(table, { part, search, narrow: (query) => query })) {
        for (const row of rows) seen.#isNew(findingFrom(row))
      }
    }
    return seen
  }

  /** What could not be evaluated, and whom rows concern, is told by every search anew. */
  unseenOf(evaluations: readonly Evaluation[]): readonly Evaluation[] {
    return evaluations.filter((one) => !isFinding(one) || this.#isNew(one))
  }

  /** That a target holds nothing of somebody is news only as long as nothing else is known of it. */
  #isNew({ owner, target, locator, content }: Finding): boolean {
    const place = [owner.subjectKey, owner.kind, owner.consumerId, target.table, target.column]
    const isFirst = this.#digests.add(JSON.stringify(place))
    if (locator === null) return isFirst
    const stored = content === null ? null : storedContent(content)
    return this.#digests.add(JSON.stringify([...place, locator, stored?.kind ?? null, stored?.text ?? null]))
  }
}

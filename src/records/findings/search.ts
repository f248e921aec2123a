/** A search that is under way: what it yields is committed in pieces, and counts when it has come to its end. */

import { StepFailed } from '../../domain/errors.ts'
import type { Evaluation, Finding } from '../../domain/finding.ts'
import { isFinding } from '../../domain/finding.ts'
import { inBatches } from '../../platform/streams/batches.ts'
import type { FindingTable } from './finding-table.ts'
import { evaluationCells, insertRow, insertRows, onceCells, partCells } from './record-rows.ts'
import type { RecordRow, Shown } from './record-rows.ts'
import type { RunPart, Writer } from './run-part.ts'
import { completeSearches, type CompleteSearch } from './searches.ts'

export interface SearchBy {
  readonly part: RunPart
  readonly by: Writer
  /** Its place among the searches of the part, from 1. */
  readonly search: number
  /** Random: a search that is begun again under the same lease is another one. */
  readonly token: string
  readonly shownOf: (finding: Finding) => Shown
  /** What the locators count from; null when nobody knows. */
  readonly place: string | null
}

export class RecordedSearch {
  readonly #table: FindingTable
  readonly #given: SearchBy
  readonly #writer: string
  readonly #targets = new Set<string>()
  #seq = 0
  #found = 0

  constructor(table: FindingTable, given: SearchBy) {
    this.#table = table
    this.#given = given
    this.#writer = `${given.by.attempt}.${given.by.fence}.${given.token}`
  }

  /** Committed when it resolves. */
  async append(evaluations: readonly Evaluation[]): Promise<void> {
    if (evaluations.length === 0) return
    const { part, by, search, shownOf } = this.#given
    const common = { ...partCells(part, by), SEARCH: search, WRITER: this.#writer }
    const rows = evaluations.map((one, i) => ({ SEQ_NO: this.#seq + i + 1, ...evaluationCells(one, shownOf) }))
    await insertRows(this.#table, common, rows)
    this.#seq += evaluations.length
    for (const one of evaluations) this.#count(one)
  }

  #count(one: Evaluation): void {
    if (!isFinding(one)) return
    this.#targets.add(JSON.stringify(one.target))
    if (one.content !== null) this.#found += 1
  }

  /**
   * From now on its rows count. Where somebody else ended a search in the same place before, that one's rows do: it
   * found the same, and nobody had erased anything. `more` is committed with it, or not at all.
   */
  complete(more: readonly RecordRow[] = []): Promise<void> {
    return this.#end(more)
  }

  /** As it will count when it ends now. */
  get soFar(): CompleteSearch {
    const { search, by } = this.#given
    return { search, writer: this.#writer, lastSeq: this.#seq, rules: by.rules ?? null }
  }

  /** The same of rows that the history shows already. */
  async takeOver(evaluations: AsyncIterable<Evaluation>): Promise<void> {
    for await (const some of inBatches(evaluations, rowsAtOnce)) await this.append(some)
    const shown = onceCells('delivered', this.#given.search, this.#seq)
    await this.#end(this.#seq === 0 ? [] : [shown])
  }

  async #end(more: readonly RecordRow[]): Promise<void> {
    const { part, by, search, place } = this.#given
    const common = partCells(part, by)
    const rules = { REASON: by.rules ?? null }
    const counts = { LAST_SEQ: this.#seq, EVALUATED: this.#targets.size, FOUND: this.#found }
    const end = { ...onceCells('complete', search, 0), COMPLETES: this.#writer, CONTENT: place, ...rules, ...counts }
    try {
      await this.#table.database.transaction(async (trx) => {
        for (const row of [end, ...more]) await insertRow(trx, this.#table, { ...common, ...row })
      })
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      const complete = await completeSearches(this.#table, part)
      if (complete.every((one) => one.search !== search)) throw error
    }
  }
}

const rowsAtOnce = 1000

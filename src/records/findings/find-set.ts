/** The find-set of one product's part of a run: what was recorded, and the attempt that adds to it. */

import type { Effect } from '../../domain/effect.ts'
import type { Evaluation, Owner, OwnerReach, RecordedFinding } from '../../domain/finding.ts'
import type { ExportRow } from '../../domain/report.ts'
import { deliverAll, type FilledHistory } from './deliver.ts'
import { EffectWriter, readEffects } from './effects.ts'
import { readExportRows } from './export-rows.ts'
import type { FindingTable } from './finding-table.ts'
import { differentRows, reachAtMost } from './reach.ts'
import { readRecorded } from './recorded.ts'
import type { RecordRow } from './record-rows.ts'
import type { RunPart, Writer } from './run-part.ts'
import { RecordedSearch } from './search.ts'
import { completeSearches } from './searches.ts'
import { unfinishedOf, type TakingUp } from './taken-up.ts'
import { Tallies, type FindingTally } from './tally.ts'
import { SeenFindings } from './unseen.ts'

/** What is asked of it. Rows of a search that did not come to its end are not there. */
export interface RecordedPart {
  /** In the order in which they were written; with `search` what this one has added, from 1. */
  readonly recorded: (search?: number) => AsyncIterable<RecordedFinding>
  readonly tally: () => Promise<FindingTally>
  /** How much each identifier reaches; see `reachAtMost`. */
  readonly reach: () => Promise<readonly OwnerReach[]>
  /** Different rows by the name of their owner, of these subjects or with null of all. */
  readonly differentRows: (subjects: readonly string[] | null) => Promise<ReadonlyMap<string, number>>
  /** One subject's values in the order table, column, of whom `isWanted` takes; of an export alone. */
  readonly exportRows: (subjectKey: string, isWanted?: (owner: Owner) => boolean) => AsyncIterable<ExportRow>
  /** What the latest whole erasing told, and behind it what one that was cut off has told since. */
  readonly effects: () => Promise<readonly Effect[]>
}

/** Nothing is ever taken back: what does not come to its end is passed over. */
export interface FindSet extends RecordedPart {
  /** Begins a search: the first one of the part, or a further one. */
  readonly begin: () => Promise<void>
  /** Committed when it resolves. */
  readonly append: (evaluations: readonly Evaluation[]) => Promise<void>
  /** What earlier searches have not recorded; returns how many values were new. */
  readonly appendUnseen: (evaluations: readonly Evaluation[]) => Promise<number>
  /** The search that was begun has come to its end: from now on its rows count. */
  readonly complete: () => Promise<void>
  /** Has the history show everything that counts; what it shows already is left as it is. */
  readonly deliver: (signal?: AbortSignal) => Promise<void>
  /** Begins an erasing; what one that did not finish has told stands behind it until it ends. */
  readonly beginErasing: () => void
  /** Committed when it resolves: a receipt lasts before anything follows it. */
  readonly noteEffects: (effects: readonly Effect[]) => Promise<void>
  /** The erasing has come to its end: what it told takes the place of what was told before. */
  readonly completeErasing: () => Promise<void>
  /** Records as a whole search what the history shows already. */
  readonly takeOver: (evaluations: AsyncIterable<Evaluation>) => Promise<void>
}

export interface FindSetParts {
  readonly table: FindingTable
  readonly history: FilledHistory
  readonly newToken: () => string
  /** Null: what earlier runs have left is theirs. */
  readonly taking: TakingUp | null
  /** What the locators count from; null when nobody knows. */
  readonly place: string | null
}

export function recordedPart(table: FindingTable, part: RunPart): RecordedPart {
  const tallies = new Tallies(table, part)
  return {
    recorded: (search) => readRecorded(table, part, search),
    tally: () => tallies.tally(),
    reach: () => reachAtMost(table, part),
    differentRows: (subjects) => differentRows(table, part, subjects),
    exportRows: (subjectKey, isWanted = () => true) => readExportRows(table, part, { subjectKey, isWanted }),
    effects: () => readEffects(table, part),
  }
}

export function findSet({ table, history, newToken, taking, place }: FindSetParts, part: RunPart, by: Writer): FindSet {
  let current: Searching | null = null
  const begin = async (): Promise<Searching> => {
    const search = ((await completeSearches(table, part)).at(-1)?.search ?? 0) + 1
    const under = { part, by, search, token: newToken(), shownOf: history.shownOf, place }
    return (current = { search: new RecordedSearch(table, under), seen: null })
  }
  const underWay = (): Searching => {
    if (current === null) throw new TypeError('no search was begun')
    return current
  }
  return {
    ...recordedPart(table, part),
    ...erasings(() => new EffectWriter(table, part, { by, token: newToken() })),
    begin: async () => {
      await begin()
    },
    append: (evaluations) => underWay().search.append(evaluations),
    appendUnseen: async (evaluations) => {
      const searching = underWay()
      searching.seen ??= await SeenFindings.of(table, part)
      const unseen = searching.seen.unseenOf(evaluations)
      await searching.search.append(unseen)
      return unseen.filter((one) => 'content' in one && one.content !== null).length
    },
    complete: async () => {
      const { search } = underWay()
      const marks = taking === null ? [] : await takeUp(table, { part, place, search, taking })
      await search.complete(marks)
      current = null
    },
    deliver: (signal) => deliverAll(table, { part, by, history, ...(signal === undefined ? {} : { signal }) }),
    takeOver: async (evaluations) => {
      const { search } = await begin()
      await search.takeOver(evaluations)
      current = null
    },
  }
}

interface TakingPart {
  readonly part: RunPart
  readonly place: string | null
  readonly search: RecordedSearch
  readonly taking: TakingUp
}

/** Behind what the first search has found; returns what says so, to be committed with its end. */
async function takeUp(table: FindingTable, { part, place, search, taking }: TakingPart): Promise<readonly RecordRow[]> {
  if (part.action !== 'forget' || search.soFar.search > 1) return []
  const marks: RecordRow[] = []
  let seen: SeenFindings | null = null
  for await (const piece of unfinishedOf(table, { part, place }, taking)) {
    seen ??= await SeenFindings.in(table, part, [search.soFar])
    await search.append(seen.unseenOf(piece.findings))
    marks.push(...piece.marks)
  }
  return marks
}

function erasings(begin: () => EffectWriter): Pick<FindSet, 'beginErasing' | 'noteEffects' | 'completeErasing'> {
  let erasing = begin()
  return {
    beginErasing: () => {
      erasing = begin()
    },
    noteEffects: (effects) => erasing.note(effects),
    completeErasing: () => erasing.complete(),
  }
}

interface Searching {
  readonly search: RecordedSearch
  /** Read when the first evaluation of a further search comes. */
  seen: SeenFindings | null
}

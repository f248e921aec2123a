/**
 * What earlier forgets of the same people recorded and did not bring to their end: whoever asks the same again takes it
 * up. A part of it may be erased, and with that part whatever would lead a new search to the rest.
 */

import type { Finding, Owner } from '../../domain/finding.ts'
import type { FindingTable } from './finding-table.ts'
import { endedForgets, runsOver } from './ended-forgets.ts'
import { readOver } from './over.ts'
import { findingFrom, ownerFrom, read, type RecordRow } from './record-rows.ts'
import { pagesOf } from './recorded.ts'
import { selectEntries, type RunPart } from './run-part.ts'
import { completeSearches } from './searches.ts'

export interface TakingUp {
  /** Who in this run gave the same identifier as that owner of another run. */
  readonly whose: (owner: Owner) => readonly Owner[]
}

export interface TakenUp {
  /** As this run's own. */
  readonly findings: readonly Finding[]
  /** Says of which owners of the other run, in a row of that run's. */
  readonly marks: readonly RecordRow[]
}

/** A piece for each page of a run in which there is something. */
export async function* unfinishedOf(
  table: FindingTable,
  { part, place }: { readonly part: RunPart; readonly place: string | null },
  taking: TakingUp,
): AsyncIterable<TakenUp> {
  const ended = await endedForgets(table, { ...part, besides: part.runId })
  // Where nobody knows the place: erasing compares what stands there with what was recorded.
  const forgets = ended.filter((one) => one.place === null || one.place === place)
  const over = forgets.length === 0 ? new Set() : await runsOver(table)
  for (const { runId, createdTs } of forgets.filter((one) => !over.has(one.runId))) {
    yield* unfinishedIn(table, { part: { ...part, runId, createdTs }, by: part.runId }, taking)
  }
}

interface Unfinished {
  readonly part: RunPart
  /** The run that takes it up. */
  readonly by: string
}

async function* unfinishedIn(table: FindingTable, { part, by }: Unfinished, taking: TakingUp) {
  const over = await readOver(table, part.runId)
  if (over.all) return
  const searches = await completeSearches(table, part)
  const taken = await takenBefore(table, part)
  const marked = new Map<string, RecordRow>()
  const heirsOf = (owner: Owner): readonly Owner[] =>
    over.subjects.has(owner.subjectKey) || taken.has(nameOf(owner)) ? [] : taking.whose(owner)
  for (const search of searches) {
    for await (const rows of pagesOf(table, { part, search, narrow: (query) => query })) {
      const findings = rows.map(findingFrom).filter(({ locator, content }) => locator !== null && content !== null)
      const more: RecordRow[] = []
      const own = findings.flatMap((finding) => {
        const heirs = heirsOf(finding.owner)
        if (heirs.length > 0 && !marked.has(nameOf(finding.owner))) {
          const mark = markOf(part, { owner: finding.owner, by, number: marked.size + 1 })
          marked.set(nameOf(finding.owner), mark)
          more.push(mark)
        }
        return heirs.map((owner) => ({ ...finding, owner }))
      })
      if (own.length > 0) yield { findings: own, marks: more }
    }
  }
}

/** Whom another run has taken up: what is left of theirs stands in that run's own record. */
async function takenBefore(table: FindingTable, part: RunPart): Promise<ReadonlySet<string>> {
  const rows = await read(table, selectEntries(table, part, 'taken-up', 'SUBJECT_KEY', 'KIND', 'CONSUMER_ID'))
  return new Set(rows.map((row) => nameOf(ownerFrom(row))))
}

interface Mark {
  readonly owner: Owner
  readonly by: string
  readonly number: number
}

/** Of two that take up the same, each has its own row. */
function markOf({ runId, product, tenantKey, createdTs }: RunPart, { owner, by, number }: Mark): RecordRow {
  return {
    RUN_ID: runId,
    PRODUCT: product,
    ENTRY: 'taken-up',
    SEARCH: 0,
    WRITER: by,
    SEQ_NO: number,
    TENANT_KEY: tenantKey,
    FORGET: 1,
    CREATED_TS: createdTs,
    SUBJECT_KEY: owner.subjectKey,
    KIND: owner.kind,
    CONSUMER_ID: owner.consumerId,
  }
}

function nameOf({ subjectKey, kind, consumerId }: Owner): string {
  return JSON.stringify([subjectKey, kind, consumerId])
}

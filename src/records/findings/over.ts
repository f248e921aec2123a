/** Whose part in a run is over: they were answered for good, and nobody takes up what was found of them. */

import { placeOfSubject } from '../../domain/subject-key.ts'
import { insertRows, partCells, read, textOf } from './record-rows.ts'
import { onceOnly, selectEntries, type RunPart, type Writer } from './run-part.ts'
import type { FindingTable } from './finding-table.ts'

/** Stands in the place of a product, of which it is said for all. */
export const everyProduct = '*'

/** `all`: the run has come to its end; otherwise these subjects alone. */
export interface OverInRun {
  readonly all: boolean
  readonly subjects: ReadonlySet<string>
}

export async function readOver(table: FindingTable, runId: string): Promise<OverInRun> {
  const rows = await read(table, selectEntries(table, { runId, product: everyProduct }, 'over', 'SUBJECT_KEY'))
  const keys = rows.map((row) => textOf(row, 'SUBJECT_KEY'))
  return { all: keys.includes(null), subjects: new Set(keys.flatMap((key) => key ?? [])) }
}

/** A file is answered at once for all who came with it. */
export async function isOver(table: FindingTable, runId: string, file: number | null): Promise<boolean> {
  const { all, subjects } = await readOver(table, runId)
  return all || (file !== null && [...subjects].some((key) => placeOfSubject(key).file === file))
}

/** Numbers of the request files for which something was found; null: of no file. A walk over the run's findings. */
export async function filesIn(table: FindingTable, runId: string): Promise<ReadonlySet<number | null>> {
  const entries = { [table.name('RUN_ID')]: runId, [table.name('ENTRY')]: 'finding' }
  const keys = table.from(table.database.knex).where(entries).distinct(table.select('SUBJECT_KEY'))
  return new Set((await read(table, keys)).map((row) => placeOfSubject(textOf(row, 'SUBJECT_KEY') ?? '').file))
}

export interface OverNote {
  readonly run: Omit<RunPart, 'product'>
  readonly by: Writer
  readonly token: string
  /** Keys of subjects; null for the whole run. */
  readonly subjects: readonly string[] | null
}

/** Committed when it resolves. Said at every attempt it says no more: of whom it was said is not written again. */
export async function noteOver(table: FindingTable, { run, by, token, subjects }: OverNote): Promise<void> {
  const common = {
    ...partCells({ ...run, product: everyProduct }, by),
    ENTRY: 'over',
    SEARCH: 0,
    WRITER: `${by.attempt}.${by.fence}.${token}`,
  }
  const said = subjects === null ? null : (await readOver(table, run.runId)).subjects
  const keys = subjects?.filter((key) => said?.has(key) !== true) ?? [null]
  if (keys.length === 0) return
  await insertRows(
    table,
    common,
    keys.map((SUBJECT_KEY, i) => ({
      SEQ_NO: i + 1,
      SUBJECT_KEY,
      COMPLETES: SUBJECT_KEY === null ? onceOnly : null,
    })),
  )
}

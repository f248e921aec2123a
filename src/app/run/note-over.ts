/** Says in the record who was answered for good: nobody takes up what was found of them. */

import { StepFailed } from '../../domain/errors.ts'
import type { Request } from '../../domain/request.ts'
import { partOf, type Records } from './ledger.ts'
import type { RunWork } from './run-work.ts'

export interface Over {
  /** Requests that are answered, in whatever attempt. */
  readonly answered: readonly Request[]
  /** The run has come to its end with an answer for each file that was in it. */
  readonly isDone: boolean
}

/** After their answers stand there. Where the whole run is over that is said at once: nobody walks through it any more. */
export async function noteOver(work: RunWork, over: Over): Promise<void> {
  const { records, record, context, lease } = work
  if (typeof records === 'string') return
  const run = partOf(record, context.tenant.tenantKey, { product: '' })
  try {
    const isAll = over.isDone && (await isWhole(work, records))
    const subjects = isAll ? null : over.answered.flatMap((request) => request.subjects.map(({ key }) => key))
    await records.findings.noteOver({ run, by: { attempt: record.run.attempt, fence: lease.fence }, subjects })
  } catch (error) {
    // Whoever asks for them again is searched for once more than was needed.
    if (!(error instanceof StepFailed) || error.code === 'lease-lost') throw error
  }
}

/**
 * Whether each file of the run is still one of it. Of a run that the answers told of, not every file is known; between
 * attempts, one that was lost may have come back and begun a run of its own.
 */
async function isWhole({ record }: RunWork, { findings }: Records): Promise<boolean> {
  const { run, files } = record
  if (run.earlier !== null || files.some(({ state }) => state === 'lost')) return false
  if (run.attempt === 1) return true
  const numbers = new Set(files.map(({ fileNumber }) => fileNumber))
  return [...(await findings.filesIn(run.id))].every((file) => file === null || numbers.has(file))
}

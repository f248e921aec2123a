/** Finds everything and has it recorded, committed, before anybody may erase. */

import type { ProductSession } from '../../domain/product.ts'
import { inBatches } from './batches.ts'
import { persist } from '../../domain/checkpoint.ts'
import type { StepTask } from './step.ts'

/** Findings committed in one transaction. */
const batchSize = 1000

/** The first search. When it fails nothing of it stays, and nothing was erased. */
export async function recordFindings(task: StepTask, session: ProductSession): Promise<void> {
  const { ledger, checkpoint, run } = task
  await persist(checkpoint, 'history:begin', () => ledger.begin())
  try {
    for await (const batch of inBatches(session.find(task.subjects, run), batchSize)) {
      run.signal.throwIfAborted()
      await persist(checkpoint, 'history:batch', () => ledger.append(batch))
    }
  } catch (error) {
    // The next search takes the rows away too, should it not be possible now.
    if (!run.signal.aborted) await ledger.begin().catch(() => {})
    throw error
  }
  const tally = await ledger.tally()
  await persist(checkpoint, 'journal:recorded', () => task.mark({ phase: 'recorded', erased: 0, ...tally }))
}

/** A further search, after verification saw what is not recorded; returns how many findings were new. */
export async function recordFurther(task: StepTask, session: ProductSession): Promise<number> {
  let added = 0
  for await (const batch of inBatches(session.find(task.subjects, task.run), batchSize)) {
    task.run.signal.throwIfAborted()
    added += await persist(task.checkpoint, 'history:further', () => task.ledger.appendUnseen(batch))
  }
  return added
}

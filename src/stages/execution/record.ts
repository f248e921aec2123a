/** Searches, and has everything that was found recorded and committed before anybody may erase. */

import type { ProductSession } from '../../domain/product.ts'
import { inBatches, readAhead } from '../../platform/streams/batches.ts'
import type { StepTask } from './step.ts'

/** Evaluations committed in one transaction. */
const batchSize = 1000

/** The first search. When it fails nothing of it counts, and nothing was erased. */
export async function recordFindings(task: StepTask, session: ProductSession): Promise<void> {
  const { ledger, run } = task
  await ledger.begin()
  for await (const batch of readAhead(inBatches(session.find(task.subjects, run), batchSize))) {
    run.signal.throwIfAborted()
    await ledger.append(batch)
  }
  await ledger.complete()
}

/** A further search, for what is not recorded; returns how many findings were new. */
export async function recordFurther(task: StepTask, session: ProductSession): Promise<number> {
  let added = 0
  await task.ledger.begin()
  for await (const batch of readAhead(inBatches(session.find(task.subjects, task.run), batchSize))) {
    task.run.signal.throwIfAborted()
    added += await task.ledger.appendUnseen(batch)
  }
  await task.ledger.complete()
  return added
}

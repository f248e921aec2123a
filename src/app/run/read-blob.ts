/** Reads what is no text from its product when the answers are delivered. */

import type { RecordedBlob } from '../../domain/finding.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import { entryOfStep } from './entry-of-step.ts'
import type { RunWork } from './run-work.ts'

/** By a session of its own: the others are closed when answers are delivered. */
export async function* readBlob(work: RunWork, step: StepEntry, blob: RecordedBlob): AsyncIterable<Uint8Array> {
  const product = entryOfStep(step, work.record.steps, work.context.products)
  const { id: runId, action, salt } = work.record.run
  const session = await product.open()
  try {
    yield* session.read?.(blob, { runId, action, salt, again: true, signal: work.signal }) ?? nothing()
  } finally {
    await session.close()
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}

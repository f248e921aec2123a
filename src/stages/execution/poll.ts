/** Asks products how the jobs go on that erasing has started. */

import { isStarted, type Fate, type Progress } from '../../domain/effect.ts'
import { noteErased, noteStaying } from './erase.ts'
import { withRetries } from './retry.ts'
import type { StepNotes, StepTask } from './step.ts'

/** What the product does not tell of goes on. */
export async function pollStep(task: StepTask, notes: StepNotes): Promise<void> {
  const session = await task.session()
  // A job that the store does not know yet is begun by being asked for.
  const started = notes.effects.filter(isStarted).filter(({ owner }) => task.heldBy(owner) === null)
  const fates = await withRetries(task, 'poll', () => fatesOf(session.poll?.(started, task.run) ?? nothing()))
  if (fates.size === 0) return
  const effects = notes.effects.map((effect) => {
    const fate = isStarted(effect) ? fates.get(effect.fate.receipt) : undefined
    return fate === undefined ? effect : { ...effect, fate }
  })
  notes.effects = effects
  await withRetries(task, 'record', async () => {
    task.ledger.beginErasing()
    await noteStaying(task.ledger, effects)
    await task.ledger.completeErasing()
  })
  await noteErased(task, notes)
}

/** By receipt. */
async function fatesOf(progress: AsyncIterable<Progress>): Promise<ReadonlyMap<string, Fate>> {
  const fates = new Map<string, Fate>()
  for await (const { receipt, fate } of progress) fates.set(receipt, fate)
  return fates
}

async function* nothing(): AsyncIterable<Progress> {}

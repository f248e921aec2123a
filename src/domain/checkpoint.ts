/** The points at which something becomes lasting, by name: whatever is killed between two of them can be resumed. */

/**
 * `journal:` a row of the journal, `record:` committed rows of the record, `history:` those of the history, `product:` what
 * a product wrote, `answer:` a file that appeared, `commit:` a transaction of the database of that name in the settings.
 */
export const persistencePoints = [
  'journal:run',
  'journal:attempt',
  'journal:recorded',
  'journal:erased',
  'journal:step',
  'journal:attempt-end',
  'journal:file',
  'journal:run-end',
  'journal:plan',
  'journal:plan-begun',
  'record:batch',
  'record:further',
  'record:complete',
  'record:effects',
  'record:erased',
  'record:over',
  'history:delivered',
  'product:erase',
  'answer:archive',
  'answer:plan',
  'answer:log',
  'answer:rejection',
] as const

export type PersistencePoint = (typeof persistencePoints)[number] | `commit:${string}`

/** Told just before and just after each; what it throws ends the work there, as a kill would. */
export type Checkpoint = (point: PersistencePoint, side: 'before' | 'after') => void

export const noCheckpoint: Checkpoint = () => {}

export async function persist<T>(checkpoint: Checkpoint, point: PersistencePoint, write: () => Promise<T>): Promise<T> {
  checkpoint(point, 'before')
  const result = await write()
  checkpoint(point, 'after')
  return result
}

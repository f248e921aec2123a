/** Has a checkpoint told of every commit of a database, so that a test can end the process at each. */

import { noCheckpoint, type Checkpoint } from '../../domain/checkpoint.ts'
import type { Database } from './database.ts'

/** `before`: everything is written and nothing committed. The same database when nobody listens. */
export function checkpointed(database: Database, checkpoint: Checkpoint): Database {
  if (checkpoint === noCheckpoint) return database
  const point = `commit:${database.name}` as const
  return {
    ...database,
    transaction: async (work) => {
      const result = await database.transaction(async (trx) => {
        const written = await work(trx)
        checkpoint(point, 'before')
        return written
      })
      checkpoint(point, 'after')
      return result
    },
    insertRows: async (insertion) => {
      const beforeCommit = async (): Promise<void> => {
        checkpoint(point, 'before')
        await insertion.beforeCommit?.()
      }
      await database.insertRows({ ...insertion, beforeCommit })
      checkpoint(point, 'after')
    },
  }
}

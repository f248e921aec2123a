/** Has every transaction of a database ask, last of all, whether it may still commit. */

import type { Fence } from '../../domain/fence.ts'
import type { Database } from './database.ts'

/** What was written by a worker that has lost its lease meanwhile is rolled back. */
export function fencedDatabase(database: Database, { holds }: Fence): Database {
  return {
    ...database,
    transaction: (work) =>
      database.transaction(async (trx) => {
        const written = await work(trx)
        await holds()
        return written
      }),
    insertRows: (insertion) => database.insertRows({ ...insertion, beforeCommit: holds }),
  }
}

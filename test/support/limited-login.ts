/** A login of PostgreSQL with few rights, gone with what it was granted. */

import type { Database } from '../../src/platform/sql/database.ts'
import { openDatabase } from '../../src/platform/sql/open.ts'
import { postgres } from './engines.ts'

export const limitedLogin = `limited_${process.pid}`

/** An empty database, open for its owner and for a login that may connect and no more. */
export async function withLimitedLogin(work: (owner: Database, limited: Database) => Promise<void>): Promise<void> {
  await postgres.withDatabase(async (owner, reached) => {
    await owner.knex.raw(`create role ${limitedLogin} login password 'limited'`)
    const limited = await openDatabase('world', { ...reached, user: limitedLogin, password: 'limited' })
    try {
      await work(owner, limited)
    } finally {
      await limited.close()
      await owner.knex.raw('drop owned by ??', [limitedLogin])
      await owner.knex.raw('drop role ??', [limitedLogin])
    }
  })
}

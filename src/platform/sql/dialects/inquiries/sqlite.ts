/** What a look before a run asks of SQLite: whether its file can be written, and what leads to rows. */

import type { Knex } from 'knex'

import type { Obstacle, TableShape } from '../../catalogue.ts'
import type { Dialect } from '../../dialect.ts'
import type { Use } from '../../rights.ts'
import { rowsOf } from '../../rows.ts'
import { takenBack } from '../../taken-back.ts'
import { text as textOf } from '../catalogue/rows.ts'
import { sqliteFailure } from '../failures/sqlite.ts'

const writable = 'make the database file and its folder writable for the user Lethe runs as'

export const askSqlite = {
  letIn: () => null,
  home: async (knex) => ({ schema: null, entrance: [], obstacle: await refusalOf(knex) }),
  indexNames: async (knex, { name }) => {
    const rows = await rowsOf(knex.raw('select name from pragma_index_list(?)', [name]))
    return rows.map((row) => textOf(row['name']))
  },
  goesByIndex: async (knex, query) => {
    const { sql, bindings } = query.toSQL()
    const steps = await rowsOf(knex.raw(`explain query plan ${sql}`, bindings))
    return steps.some(({ detail }) => /^SEARCH \w+ USING/.test(textOf(detail)))
  },
  tryTable: tryWriting,
  showAll: () => null,
  grant: () => writable,
} satisfies Partial<Dialect>

async function tryWriting(knex: Knex, _table: TableShape, { written, deleted }: Use): Promise<readonly Obstacle[]> {
  if (written.length === 0 && !deleted) return []
  const refused = await refusalOf(knex)
  return refused === null ? [] : [refused]
}

/** Neither long nor at all: whoever writes in the meantime shows that it can be done. */
const patienceMs = 50

/**
 * The one thing that says it is writing: a file may be open and its folder take no journal. What is written is what stands
 * there, and is taken back.
 */
async function refusalOf(knex: Knex): Promise<Obstacle | null> {
  const [before] = await rowsOf(knex.raw('pragma busy_timeout'))
  try {
    await knex.raw(`pragma busy_timeout = ${patienceMs}`)
    await takenBack(knex, async (trx) => {
      const [row] = await rowsOf(trx.raw('pragma user_version'))
      await trx.raw(`pragma user_version = ${Math.trunc(Number(row?.['user_version'] ?? 0))}`)
    })
    return null
  } catch (error) {
    return obstacleIn(error)
  } finally {
    await knex.raw(`pragma busy_timeout = ${Math.trunc(Number(before?.['timeout'] ?? 0))}`)
  }
}

function obstacleIn(error: unknown): Obstacle | null {
  switch (sqliteFailure(error)) {
    case 'lock':
      return null
    case 'missing-right':
    case 'no-file':
    case 'connection':
      return {
        to: 'change',
        message:
          'stands in a file that cannot be written: the file or its folder is read-only for the user Lethe runs as',
        remedy: writable,
      }
    case 'disk-full':
      return { to: 'change', message: 'stands on a disk that is full; make room on it' }
    default:
      throw error
  }
}

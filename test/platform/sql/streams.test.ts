/** Reading rows through the drivers of SQL Server and Oracle: as objects, to the end or not, and failing aloud. */

import { describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { collect } from '../../support/people.ts'
import { sqliteSettings } from '../../support/databases.ts'
import { wireMssql } from './statements/mssql-wire.ts'
import { wireOracle } from './statements/oracle-wire.ts'
import type { Server } from './statements/server.ts'

const rows = Array.from({ length: 5_000 }, (_, i) => ({ v: String(i) }))

function serverWith(answer: () => readonly Readonly<Record<string, unknown>>[]): Server & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    statements: [],
    during: (_, work) => work(),
    answer: (sql) => {
      asked.push(sql)
      return sql.includes('[x]') || sql.includes('"x"') ? answer() : []
    },
  }
}

async function wired(
  client: 'mssql' | 'oracledb',
  server: Server,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase('world', { ...sqliteSettings(''), client, host: 'localhost' })
  if (client === 'mssql') wireMssql(database.knex, server)
  else wireOracle(server)
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

const query = (database: Database) => database.knex.select('v').from('x')

describe.each(['mssql', 'oracledb'] as const)('a stream on %s', (client) => {
  it('yields every row as an object', () =>
    wired(
      client,
      serverWith(() => rows),
      async (database) => {
        expect(await collect(database.stream(query(database), { pageBy: 'x' }))).toEqual(rows)
      },
    ))

  it('gives its connection back when it is left early, so that many can be left', () =>
    wired(
      client,
      serverWith(() => rows),
      async (database) => {
        for (let i = 0; i < 10; i++) {
          for await (const row of database.stream(query(database), { pageBy: 'x' })) {
            expect(row).toEqual({ v: '0' })
            break
          }
        }
      },
    ))

  it('does not start when it was told to stop', () => {
    const server = serverWith(() => rows)
    return wired(client, server, async (database) => {
      const stream = database.stream(query(database), { pageBy: 'x', signal: AbortSignal.abort() })
      await expect(collect(stream)).rejects.toThrow()
      expect(server.asked.filter((sql) => /from .x./.test(sql))).toEqual([])
    })
  })

  it('stops on the way', () =>
    wired(
      client,
      serverWith(() => rows),
      async (database) => {
        const stop = new AbortController()
        const read = async (): Promise<void> => {
          for await (const row of database.stream(query(database), { pageBy: 'x', signal: stop.signal })) {
            if (row['v'] === '700') stop.abort()
          }
        }
        await expect(read()).rejects.toThrow()
      },
    ))

  it('says what the driver’s error means, not what it says', () => {
    const refused = Object.assign(new Error('the value +12125550101 …'), { number: 1205, errorNum: 60 })
    const server = serverWith(() => {
      throw refused
    })
    return wired(client, server, async (database) => {
      const failed: unknown = await collect(database.stream(query(database), { pageBy: 'x' })).catch(
        (error: unknown) => error,
      )
      expect(failed).toBeInstanceOf(StepFailed)
      expect(failed).toMatchObject({ code: 'lock', retryable: true })
      expect(String(failed)).not.toContain('555')
    })
  })
})

describe('a session', () => {
  it('of SQL Server waits for locks as long as the settings say and gives way in a deadlock, by a plain batch', () => {
    const server = serverWith(() => rows)
    return wired('mssql', server, async (database) => {
      await database.run((knex) => knex.select('v').from('x'))
      expect(server.asked[0]).toBe('set deadlock_priority low; set lock_timeout 5000')
    })
  })

  it('of Oracle reads dates and numbers the same way everywhere', () => {
    const server = serverWith(() => rows)
    return wired('oracledb', server, async (database) => {
      await database.run((knex) => knex.select('v').from('x'))
      expect(server.asked.filter((sql) => sql.startsWith('alter session set'))).toHaveLength(7)
    })
  })
})

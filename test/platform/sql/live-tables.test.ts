/** Erasing while others work on the same rows, or pull the rug away: on PostgreSQL, live. */

import { describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../../../src/platform/sql/settings.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { postgres } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf } from '../../support/effects.ts'

const rows = 5000
const settings = {
  database: 'world',
  tables: [{ table: 'CALLS', tenant: null, columns: [{ column: 'PHONE', identifies: ['phone'] }] }],
} as const

interface Scene {
  readonly database: Database
  readonly settings: DatabaseSettings
  readonly session: ProductSession
}

/** Five thousand calls of Ada, one of a stranger. */
function withCalls(work: (scene: Scene) => Promise<void>, changed: Partial<DatabaseSettings> = {}): Promise<void> {
  return postgres.withDatabase(async (world, own) => {
    await world.knex.raw('create table CALLS (ID bigint primary key, PHONE varchar(64), NOTE varchar(64))')
    await world.knex.raw(`insert into CALLS select i, '2125550101', 'x' from generate_series(1, ${rows}) as s(i)`)
    await world.knex.raw("insert into CALLS values (0, '2125550100', 'a stranger')")
    const database = await openDatabase('world', { ...own, rowsPerTransaction: 100, ...changed })
    try {
      await work({ database, settings: own, session: await tables.open(settings, tenant, toolsFor(database)) })
    } finally {
      await database.close()
    }
  })
}

async function phonesNow(database: Database): Promise<ReadonlyMap<string, number>> {
  const counted: { rows: { phone: string; n: string }[] } = await database.knex.raw(
    'select PHONE as phone, count(*)::text as n from CALLS group by PHONE',
  )
  return new Map(counted.rows.map(({ phone, n }) => [phone, Number(n)]))
}

const erasedAll = new Map([
  ['***', rows],
  ['2125550100', 1],
])

async function eraseAll(session: ProductSession): Promise<void> {
  await fatesOf(session.erase(recordedOf(await found(session)), run()))
}

describe('erasing on a table that others use', () => {
  it('ends right when two of us erase the same rows in opposite order', () =>
    withCalls(async ({ database, session }) => {
      const findings = await found(session)
      await Promise.all([
        fatesOf(session.erase(recordedOf(findings), run())),
        fatesOf(session.erase(recordedOf([...findings].reverse()), run())),
      ])
      expect(await phonesNow(database)).toEqual(erasedAll)
    }))

  it('is chosen as a deadlock victim and goes on', () =>
    withCalls(async ({ database, session, settings: own }) => {
      const other = await openDatabase('other', own)
      try {
        const findings = await found(session)
        const writing = other.transaction(async (trx) => {
          for (const id of [rows, 1]) await trx.raw('update CALLS set NOTE = NOTE where ID = ?', [id])
        })
        await Promise.all([fatesOf(session.erase(recordedOf(findings), run())), writing])
        expect(await phonesNow(database)).toEqual(erasedAll)
      } finally {
        await other.close()
      }
    }))

  it('waits no longer for a lock than it may, tries again, and succeeds once the lock is gone', () =>
    withCalls(
      async ({ database, session, settings: own }) => {
        const other = await openDatabase('other', own)
        try {
          const held = await other.knex.transaction()
          await held.raw('select 1 from CALLS where ID = 2500 for update')
          const findings = await found(session)
          const erasing = fatesOf(session.erase(recordedOf(findings), run()))
          await waitUntil(async () => (await phonesNow(database)).get('***') !== undefined)
          await held.rollback()
          await erasing
          expect(await phonesNow(database)).toEqual(erasedAll)
        } finally {
          await other.close()
        }
      },
      { lockTimeoutMs: 100 },
    ))

  it('fails as retryable when the lock never goes, with everything before it erased and nothing half', () =>
    withCalls(
      async ({ database, session, settings: own }) => {
        const other = await openDatabase('other', own)
        try {
          const held = await other.knex.transaction()
          await held.raw('select 1 from CALLS where ID = 2500 for update')
          const findings = await found(session)
          await expect(fatesOf(session.erase(recordedOf(findings), run()))).rejects.toMatchObject({
            code: 'lock',
            retryable: true,
          })
          expect(((await phonesNow(database)).get('***') ?? 0) % 100).toBe(0)
          await held.rollback()
          await fatesOf(session.erase(recordedOf(findings), run()))
          expect(await phonesNow(database)).toEqual(erasedAll)
        } finally {
          await other.close()
        }
      },
      { lockTimeoutMs: 20 },
    ))

  it('survives its backend being killed in the middle of a transaction: a retryable failure, then the rest', () =>
    withCalls(async ({ database, session, settings: own }) => {
      const other = await openDatabase('other', own)
      try {
        const held = await other.knex.transaction()
        await held.raw('select 1 from CALLS where ID = 2500 for update')
        const findings = await found(session)
        const isCut = expect(fatesOf(session.erase(recordedOf(findings), run()))).rejects.toMatchObject({
          code: 'connection',
          retryable: true,
        })
        await waitUntil(() => killsWhoWaits(other))
        await isCut
        expect(((await phonesNow(other)).get('***') ?? 0) % 100).toBe(0)
        await held.rollback()
        await fatesOf(session.erase(recordedOf(findings), run()))
        expect(await phonesNow(database)).toEqual(erasedAll)
      } finally {
        await other.close()
      }
    }))
})

describe('a login that may only read', () => {
  it('finds for an export, and is told the missing grant before a forget', () =>
    withCalls(async ({ database, settings: own }) => {
      const role = `reader_${process.pid}`
      await database.knex.raw(`create role ${role} login password 'reader'`)
      await database.knex.raw(`grant select on CALLS to ${role}`)
      const reading = await openDatabase('reader', { ...own, user: role, password: 'reader' })
      try {
        const session = await tables.open(settings, tenant, toolsFor(reading))
        expect(await session.check('export')).toEqual([])
        expect((await found(session)).filter(({ content }) => content !== null)).toHaveLength(rows)
        const complaints = await session.check('forget')
        expect(complaints).toMatchObject([{ severity: 'error', place: 'CALLS' }])
        expect(complaints[0]?.remedy?.toLowerCase()).toMatch(/^grant update/)
        await expect(eraseAll(session)).rejects.toBeInstanceOf(StepFailed)
        expect((await phonesNow(database)).get('***')).toBeUndefined()
      } finally {
        await reading.close()
        await database.knex.raw(`drop owned by ${role}`)
        await database.knex.raw(`drop role ${role}`)
      }
    }))
})

/** Kills the backend that waits for a lock; false as long as there is none. */
async function killsWhoWaits(other: Database): Promise<boolean> {
  const killed: { rows: unknown[] } = await other.knex.raw(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )
  return killed.rows.length > 0
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}

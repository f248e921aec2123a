/** A server on which Lethe may create nothing: until the DBA has made its tables, files are answered and nothing is erased. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { Database } from '../../src/platform/sql/database.ts'
import { lethe } from '../cli/in-process.ts'
import { openDatabase } from '../../src/platform/sql/open.ts'
import { readScript } from '../../src/platform/sql/script.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { withFolder } from '../support/databases.ts'
import { postgres } from '../support/engines.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { writtenSettings } from '../support/written-settings.ts'
import { worker } from '../support/worker.ts'

const login = `limited_${process.pid}`

function written({ host, port, database }: DatabaseSettings, more: string): string {
  return writtenSettings({
    head: `databases: { gim: { client: pg, host: ${host}, port: ${port}, database: ${database}, user: ${login}, password: \${file:password}, tls: off ${more} } }
history: { database: gim }
settle: 20ms`,
    products: `- product: tables
  database: gim
  tables: [ { table: customer, key: [id], tenant: null, columns: [ { column: phone, identifies: [phone] } ] } ]`,
  })
}

interface Site {
  readonly owner: Database
  readonly run: (...operands: readonly string[]) => ReturnType<typeof lethe>
  readonly responses: (stem: string) => readonly string[]
  readonly phones: () => Promise<readonly unknown[]>
  readonly submit: (stem: string, phone?: string) => void
}

/** A login that may read and change one table, and nothing else; `schema` is where Lethe's own tables are to stand. */
async function withSite(schema: string, work: (site: Site) => Promise<void>): Promise<void> {
  await postgres.withDatabase(async (owner, reached) => {
    if (schema !== 'public') await owner.knex.raw('create schema ??', [schema])
    await owner.knex.raw('create table ??.customer (id int primary key, phone text)', [schema])
    await owner.knex.raw("insert into ??.customer values (1, '2125550101'), (2, '3035550102')", [schema])
    await owner.knex.raw(`create role ${login} login password 'limited'`)
    await owner.knex.raw(`grant usage on schema ?? to ${login}`, [schema])
    await owner.knex.raw(`grant select, update on ??.customer to ${login}`, [schema])
    try {
      await withFolder(async (folder) => {
        mkdirSync(join(folder, 'gdpr'))
        writeFileSync(join(folder, 'password'), 'limited')
        writeFileSync(join(folder, 'lethe.yaml'), written(reached, schema === 'public' ? '' : `, schema: ${schema}`))
        await work(siteIn(folder, owner, schema))
      })
    } finally {
      await owner.knex.raw('drop owned by ??', [login])
      await owner.knex.raw('drop role ??', [login])
    }
  })
}

function siteIn(folder: string, owner: Database, schema: string): Site {
  return {
    owner,
    run: (...operands) => lethe(folder, operands),
    responses: (stem) => readExecutionLog(join(folder, 'gdpr', `${stem}-execution-log.json`)).responses,
    phones: async () => {
      const { rows } = await owner.knex.raw('select phone from ??.customer order by id', [schema])
      return rows.map(({ phone }: { phone: unknown }) => phone)
    },
    submit: (stem, phone = '2125550101') => {
      const request = { consumers: [{ consumer: [{ phone }] }] }
      writeFileSync(join(folder, 'gdpr', `${stem}.json`), JSON.stringify(request))
    },
  }
}

/** Statements that `lethe doctor` hands out for a place, as a DBA would run them. */
async function remediesOf(site: Site, place: string): Promise<readonly string[]> {
  const { out } = await site.run('doctor', '--json')
  const complaints = out
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): readonly Record<string, unknown>[] => JSON.parse(line).complaints ?? [])
  return complaints.filter((one) => one['place'] === place).map(({ remedy }) => String(remedy))
}

const places = ['public', 'gdpr'] as const

describe.each(places)('where Lethe may create nothing, in schema %s', (schema) => {
  test('every file is answered with an error until both tables are there, as the doctor says', async () => {
    await withSite(schema, async (site) => {
      site.submit('forget-25052018-a')
      site.submit('export-25052018-b', '3035550102')
      for (const table of ['CTL_GDPR_HISTORY', 'LETHE_FINDING']) {
        expect((await site.run('run')).code).toBe(1)
        for (const stem of ['forget-25052018-a', 'export-25052018-b']) {
          expect(site.responses(stem)).toEqual([
            expect.stringMatching(new RegExp(`^ERROR: tables: .*${table}.* is missing`)),
          ])
        }
        expect(await site.phones()).toEqual(['2125550101', '3035550102'])
        const remedies = await remediesOf(site, table)
        expect(remedies).toHaveLength(1)
        for (const remedy of remedies) await site.owner.knex.raw(remedy)
      }
      expect(await remediesOf(site, 'LETHE_FINDING')).toEqual([])
      expect((await site.run('run')).code).toBe(0)
      expect(site.responses('forget-25052018-a')).toEqual(['SUCCESS'])
      expect(await site.phones()).toEqual(['***', '3035550102'])
      const { rows } = await site.owner.knex.raw('select count(*) as n from ??.ctl_gdpr_history', [schema])
      expect(Number(rows[0].n)).toBe(2)
      const told = await site.run('history', '--consumer', '2125550101', '--audit', '--json')
      expect(told.out).toContain('2125550101')
    })
  })

  test('a right that is missing is named with its grant, and auditors need none on the record', async () => {
    await withSite(schema, async (site) => {
      for (const table of ['CTL_GDPR_HISTORY', 'LETHE_FINDING']) {
        for (const remedy of await remediesOf(site, table)) await site.owner.knex.raw(remedy)
      }
      await site.owner.knex.raw(`revoke insert, delete on ??.lethe_finding from ${login}`, [schema])
      await site.owner.knex.raw(`revoke insert on ??.ctl_gdpr_history from ${login}`, [schema])
      site.submit('forget-25052018-a')
      expect((await site.run('run')).code).toBe(1)
      expect(await site.phones()).toEqual(['2125550101', '3035550102'])
      const missing = [...(await remediesOf(site, 'LETHE_FINDING')), ...(await remediesOf(site, 'CTL_GDPR_HISTORY'))]
      expect(missing.map((grant) => /GRANT (\w+)/.exec(grant)?.[1])).toEqual(['INSERT', 'DELETE', 'INSERT'])
      for (const grant of missing) await site.owner.knex.raw(grant)
      expect((await site.run('run')).code).toBe(0)
      expect((await site.run('purge')).code).toBe(0)
      await site.owner.knex.raw(`revoke all on ??.lethe_finding from ${login}`, [schema])
      expect((await site.run('history', '--consumer', '2125550101', '--audit', '--json')).out).toContain('2125550101')
    })
  })
})

test('a journal that is there needs no right to create, on a server', async () => {
  await postgres.withDatabase(async (owner, reached) => {
    const { openJournal } = await import('../../src/records/journal/journal.ts')
    const { systemClock } = await import('../../src/platform/time/clock.ts')
    const lease = { expiryMs: 30_000, locks: null }
    await openJournal(owner, { client: 'pg', clock: systemClock, id: 'first', worker, lease })
    await owner.knex.raw(`create role ${login} login password 'limited'`)
    await owner.knex.raw(`grant select, insert, update, delete on all tables in schema public to ${login}`)
    const limited = await openDatabase('journal', { ...reached, user: login, password: 'limited' })
    try {
      await expect(limited.knex.raw('create table t (x int)')).rejects.toThrow(/permission/)
      const journal = await openJournal(limited, { client: 'pg', clock: systemClock, id: 'second', worker, lease })
      expect(await journal.runs(null, ['open'])).toEqual([])
    } finally {
      await limited.close()
      await owner.knex.raw('drop owned by ??', [login])
      await owner.knex.raw('drop role ??', [login])
    }
  })
})

test('the scripts that a DBA reads are the statements that Lethe would run', async () => {
  for (const client of ['pg', 'mssql', 'oracledb', 'better-sqlite3'] as const) {
    for (const script of ['history', 'finding']) expect((await readScript(client, script)).length).toBeGreaterThan(1)
  }
})

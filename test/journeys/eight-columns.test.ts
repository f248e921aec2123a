/** A history that a site made itself, with the documented columns alone: nothing in it says whose a row is. */

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createCampaigns, plantContact, plantRecord } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { readZip } from '../support/read-zip.ts'
import { insertRow, withSqliteFile, type Connection } from '../support/sqlite-site.ts'

const phone = '2125550142'
const notSearched = 'SUCCESS: not searched (no enabled product searches by this kind of identifier)'

interface Site {
  readonly submit: (name: string, request: unknown) => void
  readonly run: () => Promise<number | null>
  readonly responses: (name: string) => readonly string[]
  /** The content of a person's folder in the archive. */
  readonly folderOf: (name: string, person: string) => Promise<string>
  readonly loseJournal: () => void
  readonly change: (file: 'gim.db' | 'ocs.db' | 'lethe.db', sql: string) => void
}

const products =
  '- { product: outbound, database: ocs, callingLists: [ { table: cl_acme, userFields: [first_name] } ] }'
const databases = 'ocs: { client: better-sqlite3, filename: ./ocs.db }'

async function withSite(fill: (gim: Connection) => void, work: (site: Site) => Promise<void>): Promise<void> {
  const plant = (gim: Connection): void => {
    gim.exec(`create table CTL_GDPR_HISTORY (TENANT_KEY integer, FORGET integer, CONSUMER_ID varchar(255),
      TABLE_NAME varchar(64), COLUMN_NAME varchar(64), FACT_ID varchar(255), KEY_VALUE varchar(1024), CREATED_TS integer)`)
    fill(gim)
  }
  await withInfoMart({ databases, products }, plant, async ({ folder, place, submit, lethe, answerTo }) => {
    createCampaigns(join(folder, 'ocs.db'), ['acme'], (ocs) => {
      plantRecord(ocs, 'acme', { chain: 1, n: 0, contact: phone, status: 2, name: 'Nora' })
    })
    await work({
      submit,
      run: async () => (await lethe('run')).code,
      responses: (name) => answerTo(name).responses,
      folderOf: async (name, person) => {
        const archive = await readZip(place(`${name}-archive.zip`))
        return [...archive].flatMap(([path, text]) => (path.startsWith(`${person}/`) ? [String(text)] : [])).join('\n')
      },
      loseJournal: () => {
        for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `lethe.db${end}`), { force: true })
      },
      change: (file, sql) => {
        expect(existsSync(join(folder, file))).toBe(true)
        withSqliteFile(join(folder, file), (database) => database.exec(sql))
      },
    })
  })
}

test('an employee stays out of the folder of a consumer who gave the same text, and what was not searched says so', async () => {
  const plant = (gim: Connection): void => {
    const agent = { RESOURCE_KEY: 1, TENANT_KEY: 1, RESOURCE_NAME: 'sue.sample', AGENT_LAST_NAME: 'Sample' }
    insertRow(gim, 'RESOURCE_', agent)
    plantContact(gim, { id: 1, address: `+1${phone}` })
  }
  await withSite(plant, async ({ submit, run, responses, folderOf }) => {
    const name = 'export-25052018-a'
    submit(name, {
      consumers: [{ consumer: [{ twid: 'sue.sample' }, { phone }] }],
      employees: [{ employee: [{ username: 'sue.sample' }, { employeeid: 'sue.sample' }] }],
    })
    expect(await run()).toBe(0)
    expect(responses(name)).toEqual([notSearched, 'SUCCESS', 'SUCCESS', notSearched])
    expect(await folderOf(name, 'consumer-1')).toContain(phone)
    expect(await folderOf(name, 'consumer-1')).not.toMatch(/sue\.sample|Sample/)
    expect(await folderOf(name, 'employee-1')).toMatch(/RESOURCE_NAME,1,sue\.sample/)
  })
})

test('each of two people with one number gets what was attached for this request alone', async () => {
  const plant = (gim: Connection): void => {
    plantContact(gim, { id: 1, address: phone, account: 'A-1' })
  }
  await withSite(plant, async ({ submit, run, responses, folderOf }) => {
    submit('export-25052018-a', {
      consumers: [{ consumer: [{ phone }] }],
      'gim-attached-data': { kvlist: ['AcctNum'] },
    })
    submit('export-25052018-b', { consumers: [{ consumer: [{ phone }] }] })
    expect(await run()).toBe(0)
    expect([responses('export-25052018-a'), responses('export-25052018-b')]).toEqual([['SUCCESS'], ['SUCCESS']])
    expect(await folderOf('export-25052018-a', 'consumer-1')).toContain('A-1')
    expect(await folderOf('export-25052018-b', 'consumer-1')).toContain(phone)
    expect(await folderOf('export-25052018-b', 'consumer-1')).not.toContain('A-1')
  })
})

test('a record that the dialer holds is deferred for everybody with its number', async () => {
  await withSite(
    () => {},
    async ({ submit, run, responses, change }) => {
      const held = 'ERROR: deferred: the record is held by the dialer (record_status 2)'
      submit('forget-25052018-a', { consumers: [{ consumer: [{ phone }] }] })
      submit('forget-25052018-b', { consumers: [{ consumer: [{ phone }, { email: 'ben@example.com' }] }] })
      expect(await run()).toBe(1)
      expect(responses('forget-25052018-a')).toEqual([held])
      expect(responses('forget-25052018-b')).toEqual([held, 'SUCCESS: not found'])
      change('ocs.db', 'update cl_acme set record_status = 1')
      expect(await run()).toBe(0)
      expect(responses('forget-25052018-a')).toEqual(['SUCCESS'])
      expect(responses('forget-25052018-b')).toEqual(['SUCCESS', 'SUCCESS: not found'])
    },
  )
})

test('a journal that was lost learns from the execution logs whose rows are whose', async () => {
  await withSite(
    () => {},
    async ({ submit, run, responses, change, loseJournal }) => {
      submit('forget-25052018-a', { consumers: [{ consumer: [{ phone }] }] })
      submit('forget-25052018-b', { consumers: [{ consumer: [{ phone }] }] })
      expect(await run()).toBe(1)
      loseJournal()
      change('ocs.db', 'update cl_acme set record_status = 1')
      expect(await run()).toBe(0)
      expect([responses('forget-25052018-a'), responses('forget-25052018-b')]).toEqual([['SUCCESS'], ['SUCCESS']])
    },
  )
})

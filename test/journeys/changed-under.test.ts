/** Databases that are replaced and changed between the passes of a daemon: each pass works on what stands there then. */

import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { withServices } from '../../src/app/compose.ts'
import { openContext } from '../../src/app/pass/open-context.ts'
import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import { loadInstallation } from '../../src/app/settings/installation.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { rowsOf, withSqliteFile } from '../support/sqlite-site.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

const settings = writtenSettings({
  head: `settle: 0
log: { level: error }
databases: { crm: { client: better-sqlite3, filename: ./crm.db } }`,
  products: tablesIn('crm', { CUSTOMER: ['PHONE, identifies: [phone]'] }),
})
const phone = '2125550142'

interface Daemon {
  readonly folder: string
  readonly crm: string
  /** One forget in a pass of its own; the responses. */
  readonly forget: (stem: string) => Promise<readonly string[]>
  /** As they stand now: what failed is tried again before anything new. */
  readonly responses: (stem: string) => readonly string[]
  readonly change: (sql: string, path?: string) => void
}

/** One process, whose connections stay open from pass to pass. */
function withDaemon(work: (daemon: Daemon) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const crm = join(folder, 'crm.db')
    const change = (sql: string, path = crm) => void withSqliteFile(path, (database) => database.exec(sql))
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    change(`create table CUSTOMER (ID integer primary key, PHONE text); insert into CUSTOMER values (1, '${phone}')`)
    copyFileSync(crm, join(folder, 'backup.db'))
    await withServices(loadInstallation(join(folder, 'lethe.yaml'), {}), { write: () => {} }, async (services) => {
      const [tenant] = services.settings.tenants
      if (tenant === undefined) throw new Error('no tenant')
      const forget = async (stem: string): Promise<readonly string[]> => {
        const request = JSON.stringify({ caseid: '1', consumers: [{ consumer: [{ phone }] }] })
        writeFileSync(join(folder, 'gdpr', `forget-25052018-${stem}.json`), request)
        const context = await openContext(services, tenant, { manner: 'once', only: null, notify: () => {} })
        await processPass({ ...context, backoffMs: [] }, scheduledScope, new AbortController().signal)
        return responses(stem)
      }
      const responses = (stem: string) =>
        readExecutionLog(join(folder, 'gdpr', `forget-25052018-${stem}-execution-log.json`)).responses
      await work({ folder, crm, forget, responses, change })
    })
  })
}

const phonesIn = (path: string) => rowsOf(path, 'select PHONE from CUSTOMER order by ID').map(({ PHONE }) => PHONE)

describe('between two passes', () => {
  test('a backup takes the place of the database: whoever stands in it again is erased there', async () => {
    await withDaemon(async ({ folder, crm, forget }) => {
      expect(await forget('a')).toEqual(['SUCCESS'])
      renameSync(join(folder, 'backup.db'), crm)
      expect(phonesIn(crm)).toEqual([phone])
      expect(await forget('b')).toEqual(['SUCCESS'])
      expect(phonesIn(crm)).toEqual(['***'])
    })
  })

  test('the database is taken away: nobody is told that he is not found, and it is not made anew', async () => {
    await withDaemon(async ({ folder, crm, forget, responses }) => {
      expect(await forget('a')).toEqual(['SUCCESS'])
      renameSync(crm, join(folder, 'away.db'))
      expect(await forget('b')).toEqual([expect.stringMatching(/^ERROR: .*crm/)])
      renameSync(join(folder, 'backup.db'), crm)
      expect(await forget('c')).toEqual(['SUCCESS: not found'])
      expect(responses('b')).toEqual(['SUCCESS'])
      expect(phonesIn(crm)).toEqual(['***'])
    })
  })

  test('a column goes, and comes back with another type', async () => {
    await withDaemon(async ({ crm, forget, responses, change }) => {
      expect(await forget('a')).toEqual(['SUCCESS'])
      change('alter table CUSTOMER rename column PHONE to NUMBER')
      expect(await forget('b')).toEqual([expect.stringMatching(/^ERROR: .*PHONE/)])
      change(`drop table CUSTOMER; create table CUSTOMER (ID integer primary key, PHONE integer);
        insert into CUSTOMER values (1, ${phone})`)
      expect(await forget('c')).toEqual(['SUCCESS: not found'])
      expect(responses('b')).toEqual(['SUCCESS'])
      expect(phonesIn(crm)).toEqual([null])
    })
  })

  test('a table that was missing is made', async () => {
    await withDaemon(async ({ crm, forget, responses, change }) => {
      change('alter table CUSTOMER rename to AWAY')
      expect(await forget('a')).toEqual([expect.stringMatching(/^ERROR: .*CUSTOMER/)])
      change('alter table AWAY rename to CUSTOMER')
      expect(await forget('b')).toEqual(['SUCCESS: not found'])
      expect(responses('a')).toEqual(['SUCCESS'])
      expect(phonesIn(crm)).toEqual(['***'])
    })
  })
})

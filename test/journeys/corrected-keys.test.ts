/** A forget whose keys led nowhere has redacted the address; the corrected request still reaches the attached data. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withInfoMart, type InfoMartSite } from '../support/info-mart-site.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'

const phone = '2125550101'

function plant(gim: Connection): void {
  plantContact(gim, { id: 1, address: phone, account: 'A-1' })
  plantContact(gim, { id: 2, address: phone, inbound: false, account: 'A-2' })
  plantContact(gim, { id: 3, address: '2125550102', account: 'B-3' })
  plantContact(gim, { id: 4, address: phone, tenantKey: 2, account: 'T-4' })
}

const accounts = (file: string) =>
  rowsOf(file, 'select CUSTOM_DATA_1 as v from IRF_USER_DATA_CUST_1 order by INTERACTION_RESOURCE_ID').map(({ v }) => v)

function ask(site: InfoMartSite, name: string, key: string, number = phone): void {
  site.submit(name, { consumers: [{ consumer: [{ phone: number }] }], 'gim-attached-data': { kvlist: [key] } })
}

/** The history stands beside, so that the Info Mart can be another one. */
function apart({ folder }: InfoMartSite, gim = './gim.db'): void {
  const file = join(folder, 'lethe.yaml')
  const text = readFileSync(file, 'utf8').replace('history: { database: gim }\n', '')
  writeFileSync(file, text.replace(/filename: \S+db/, `filename: ${gim}`))
}

describe('after a forget whose key led nowhere', () => {
  test.each([phone, '+1 212 555 0101', '(212) 555-0101'])(
    'the right key reaches what hangs on the recorded rows, asked for as %s',
    async (number) => {
      await withInfoMart({}, plant, async (site) => {
        ask(site, 'forget-25052018-a', 'Kundennummer')
        expect((await site.lethe('run')).code).toBe(0)
        expect(accounts(site.gim)).toEqual(['A-1', 'A-2', 'B-3', 'T-4'])
        ask(site, 'forget-25052018-b', 'AcctNum', number)
        expect((await site.lethe('run')).code).toBe(0)
        expect(accounts(site.gim)).toEqual(['***', '***', 'B-3', 'T-4'])
        const { responses, run } = site.answerTo('forget-25052018-b')
        expect(responses).toEqual(['SUCCESS'])
        const told = expect.stringContaining('row(s) that earlier forgets of the same person recorded')
        expect(run.products).toMatchObject([{ found: 2, erased: 2, left: 0, warnings: [told] }])
      })
    },
  )

  test('nobody else reaches them, and without a key nothing is looked for', async () => {
    await withInfoMart({}, plant, async (site) => {
      ask(site, 'forget-25052018-a', 'Kundennummer')
      expect((await site.lethe('run')).code).toBe(0)
      ask(site, 'forget-25052018-b', 'AcctNum', '2125550199')
      site.submit('forget-25052018-c', { consumers: [{ consumer: [{ phone }] }] })
      expect((await site.lethe('run')).code).toBe(0)
      expect(accounts(site.gim)).toEqual(['A-1', 'A-2', 'B-3', 'T-4'])
      expect(site.answerTo('forget-25052018-b').responses).toEqual(['SUCCESS: not found'])
    })
  })

  test('what was recorded in another database leads to nobody in this one', async () => {
    await withInfoMart({}, plant, async (site) => {
      apart(site)
      ask(site, 'forget-25052018-a', 'Kundennummer')
      expect((await site.lethe('run')).code).toBe(0)
      const other = join(site.folder, 'other.db')
      createInfoMart(other, (gim) => {
        plantContact(gim, { id: 1, address: '2125550103', account: 'C-1' })
      })
      apart(site, './other.db')
      ask(site, 'forget-25052018-b', 'AcctNum')
      expect((await site.lethe('run')).code).toBe(0)
      expect(accounts(other)).toEqual(['C-1'])
      expect(site.answerTo('forget-25052018-b').responses).toEqual(['SUCCESS: not found'])
    })
  })

  test('they lead on as long as they are recorded', async () => {
    await withInfoMart({}, plant, async (site) => {
      ask(site, 'forget-25052018-a', 'Kundennummer')
      expect((await site.lethe('run')).code).toBe(0)
      for (const table of ['CTL_GDPR_HISTORY', 'LETHE_FINDING']) {
        rowsOf(site.gim, `update ${table} set CREATED_TS = CREATED_TS - ${40 * 86_400} returning 1 as n`)
      }
      expect((await site.lethe('purge')).code).toBe(0)
      ask(site, 'forget-25052018-b', 'AcctNum')
      expect((await site.lethe('run')).code).toBe(0)
      expect(accounts(site.gim)).toEqual(['A-1', 'A-2', 'B-3', 'T-4'])
    })
  })

  test('what was redacted there is nobody’s any more', async () => {
    await withInfoMart({}, plant, async (site) => {
      ask(site, 'forget-25052018-a', 'AcctNum')
      expect((await site.lethe('run')).code).toBe(0)
      ask(site, 'export-25052018-b', 'AcctNum')
      expect((await site.lethe('run')).code).toBe(0)
      expect(site.answerTo('export-25052018-b').responses).toEqual(['SUCCESS: not found'])
      expect(site.answerTo('export-25052018-b').run.products).toMatchObject([{ found: 0 }])
    })
  })

  test('an export that comes later shows it too', async () => {
    await withInfoMart({}, plant, async (site) => {
      ask(site, 'forget-25052018-a', 'Kundennummer')
      expect((await site.lethe('run')).code).toBe(0)
      ask(site, 'export-25052018-b', 'AcctNum')
      expect((await site.lethe('run')).code).toBe(0)
      expect(site.answerTo('export-25052018-b').run.products).toMatchObject([{ found: 2 }])
    })
  })
})

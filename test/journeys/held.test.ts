/** A request that names what is no person's: nothing of it is exported or erased, the others of the same file go on. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart, type SiteSettings } from '../support/info-mart-site.ts'
import { quiet } from '../support/quiet.ts'
import { readZip } from '../support/read-zip.ts'
import {
  changedCells,
  createSqlite,
  insertRow,
  rowsOf,
  withSqliteFile,
  type Connection,
} from '../support/sqlite-site.ts'

const company = '8005550199'
const ann = '7815550101'

function callerOf(n: number): string {
  return `78155501${String(n).padStart(2, '0')}`
}

/** Ann and 39 others have called the company. */
function plantCallers(gim: Connection): void {
  for (let n = 1; n <= 40; n += 1) {
    plantContact(gim, { id: n, address: callerOf(n), account: `ACCOUNT-${n}` })
    gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${n}`)
  }
}

function request(...phones: readonly string[]) {
  const consumers = phones.map((phone) => ({ consumer: [{ phone }] }))
  return { consumers, 'gim-attached-data': { kvlist: ['AcctNum'] } }
}

const held =
  /^ERROR: held: it reaches 80 row\(s\) of 40 different people, and more than 5 people .* do not send it again$/

describe('the number that everybody calls', () => {
  test('hands out nobody’s data in an export, and the others of the file get theirs', async () => {
    await withInfoMart({}, plantCallers, async ({ place, submit, lethe, answerTo }) => {
      submit('export-25052018-a', request(company, ann))
      expect(await lethe('run')).toMatchObject({ code: 1, err: quiet })
      const { responses, run } = answerTo('export-25052018-a')
      expect(responses).toEqual([expect.stringMatching(held), 'SUCCESS'])
      expect(run.products).toMatchObject([{ product: 'info-mart', outcome: 'held' }])
      const archive = [...(await readZip(place('export-25052018-a-archive.zip'))).values()].join()
      expect(archive.match(/ACCOUNT-\d+/g)).toEqual(['ACCOUNT-1'])
    })
  })

  test('erases nobody’s data in a forget, which stays open and is told by status', async () => {
    await withInfoMart({}, plantCallers, async ({ gim, folder, submit, lethe, answerTo }) => {
      const before = join(folder, 'before.db')
      copyFileSync(gim, before)
      submit('forget-25052018-a', request(company, ann))
      expect(await lethe('run')).toMatchObject({ code: 1, err: quiet })
      expect(answerTo('forget-25052018-a').responses).toEqual([expect.stringMatching(held), 'SUCCESS'])
      const annsOwn = { 'INTERACTION_FACT.SOURCE_ADDRESS': 1, 'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1': 1 }
      expect(changedCells(before, gim)).toEqual(annsOwn)

      const status = await lethe('status', '--json')
      expect(status.out).toContain('"state":"held"')
      expect(status.out).toContain('40 different people')
      expect(status.out).not.toContain(company)

      // The next pass holds it as this one did.
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([expect.stringMatching(/^ERROR: held: /), 'SUCCESS'])
      expect(changedCells(before, gim)).toEqual(annsOwn)
    })
  })

  test('is released by the setting that its answer names, and by nothing less', async () => {
    await withInfoMart({}, plantCallers, async ({ gim, place, submit, lethe, answerTo, settle }) => {
      submit('export-25052018-a', request(company))
      submit('forget-25052018-b', request(company))
      await lethe('run')
      settle({ tenant: 'guard: { rowsPerIdentifier: 100000 }' })
      await lethe('run')
      expect(answerTo('forget-25052018-b').responses).toEqual([expect.stringMatching(held)])
      settle({ tenant: 'guard: { peoplePerIdentifier: 40 }' })
      await lethe('run')
      await lethe('run')
      expect(answerTo('export-25052018-a').responses).toEqual(['SUCCESS'])
      expect(answerTo('forget-25052018-b').responses).toEqual(['SUCCESS'])
      const archive = [...(await readZip(place('export-25052018-a-archive.zip'))).values()].join()
      expect(new Set(archive.match(/ACCOUNT-\d+/g)).size).toBe(40)
      expect(rowsOf(gim, `select count(*) as n from INTERACTION_FACT where TARGET_ADDRESS = '${company}'`)).toEqual([
        { n: 0 },
      ])
      expect((await lethe('status', '--json')).out).not.toContain('"state":"held"')
    })
  })

  test('stays held when most of those who called it are forgotten meanwhile', async () => {
    const plantFew = (gim: Connection): void => {
      for (let n = 1; n <= 8; n += 1) {
        plantContact(gim, { id: n, address: callerOf(n), account: `ACCOUNT-${n}` })
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${n}`)
      }
    }
    await withInfoMart({}, plantFew, async ({ gim, submit, lethe, answerTo }) => {
      submit('forget-25052018-a', request(company, ...[1, 2, 3, 4].map(callerOf)))
      await lethe('run')
      submit('forget-25052018-b', request(...[5, 6].map(callerOf)))
      for (let pass = 0; pass < 2; pass += 1) {
        await lethe('run')
        const [first, ...others] = answerTo('forget-25052018-a').responses
        expect(first).toMatch(/^ERROR: held: it reaches 16 row\(s\) of 8 different people/)
        expect(new Set(others)).toEqual(new Set(['SUCCESS']))
      }
      const rows = rowsOf(gim, 'select TARGET_ADDRESS as t, count(*) as n from INTERACTION_FACT group by 1')
      expect(rows).toEqual([{ t: company, n: 8 }])
    })
  })

  test('is foreseen by a preview, which does not name it', async () => {
    await withInfoMart({}, plantCallers, async ({ place, submit, lethe }) => {
      submit('forget-25052018-a', request(company, ann))
      const shown = await lethe('preview', place('forget-25052018-a.json'))
      expect(shown.code).toBe(1)
      const held = shown.out.split('\n').filter((line) => line.includes('"event":"held"'))
      expect(held).toHaveLength(1)
      expect(held[0]).toMatch(/"subject":"1\.consumer-1","identifier":"phone","reason":"it reaches 80 row\(s\) of 40 /)
      expect(shown.out).not.toContain(company)
    })
  })

  test('keeps a forget of those waiting whose export got everything that is their own', async () => {
    await withInfoMart({}, plantCallers, async ({ submit, lethe, answerTo }) => {
      submit('export-25052018-a', request(company, ann))
      submit('forget-25052018-b', request(company, ann))
      await lethe('run')
      expect(answerTo('forget-25052018-b').responses).toEqual([expect.stringMatching(/^ERROR: held: /), 'SUCCESS'])
    })
  })
})

describe('people who are held by nothing', () => {
  test('an ordinary caller: 200 calls to and from 12 numbers and 20 agents, some of them dialled by the company', async () => {
    const plant = (gim: Connection): void => {
      for (let n = 1; n <= 200; n += 1) {
        plantContact(gim, { id: n, address: ann, inbound: n % 3 > 0, account: 'ACCOUNT-1' })
        const own = n % 2 === 0 ? `80055501${String(n % 12).padStart(2, '0')}` : `70${String(n % 20).padStart(2, '0')}`
        const column = n % 3 > 0 ? 'TARGET_ADDRESS' : 'SOURCE_ADDRESS'
        gim.exec(`update INTERACTION_FACT set ${column} = '${own}' where INTERACTION_ID = ${n}`)
      }
    }
    await withInfoMart({ tenant: 'ownNumbers: ["+1 800 555-01*"]' }, plant, async ({ submit, lethe, answerTo }) => {
      submit('export-25052018-a', request(ann))
      submit('forget-25052018-b', request(ann))
      expect(await lethe('run')).toMatchObject({ code: 0 })
      expect(answerTo('forget-25052018-b').responses).toEqual(['SUCCESS'])
    })
  })

  test('a family of five with one telephone, whose numbers are spelled in many ways', async () => {
    const plant = (gim: Connection): void => {
      const spellings = [
        '7815550101',
        '+17815550101',
        '(781) 555-0101',
        '1-781-555-0101',
        '781.555.0101',
        '1 781 555 0101',
      ]
      for (const [n, spelling] of spellings.entries()) {
        plantContact(gim, { id: n + 1, address: spelling, account: `Account-${n % 5}` })
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${company}' where INTERACTION_ID = ${n + 1}`)
      }
    }
    await withInfoMart({}, plant, async ({ submit, lethe, answerTo }) => {
      submit('forget-25052018-a', request(ann, company))
      expect(await lethe('run')).toMatchObject({ code: 0 })
      expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS'])
    })
  })
})

describe('other ways to what is nobody’s', () => {
  test('a mailbox that many people write to', async () => {
    const plant = (gim: Connection): void => {
      for (let n = 1; n <= 40; n += 1) {
        plantContact(gim, { id: n, address: `Caller <caller${n}@example.com>` })
        gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = 'support@example.com' where INTERACTION_ID = ${n}`)
      }
    }
    await withInfoMart({}, plant, async ({ submit, lethe, answerTo }) => {
      const consumers = ['Support@Example.com', 'caller7@example.com'].map((email) => ({ consumer: [{ email }] }))
      submit('forget-25052018-a', { consumers })
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([
        expect.stringMatching(/^ERROR: held: .*40 different/),
        'SUCCESS',
      ])
    })
  })

  test('a number in many chains of a calling list, and in entries of many customers of a do-not-call list', async () => {
    await withOutbound(async ({ folder, submit, lethe, answerTo }) => {
      submit('forget-25052018-a', {
        consumers: [company, ann, '8885550142'].map((phone) => ({ consumer: [{ phone }] })),
      })
      await lethe('run')
      const held = [
        expect.stringMatching(/^ERROR: held: it reaches 40 /),
        'SUCCESS',
        expect.stringMatching(/^ERROR: held: it reaches 8 /),
      ]
      expect(answerTo('forget-25052018-a').responses).toEqual(held)
      expect(
        rowsOf(join(folder, 'ocs.db'), 'select contact_info as a, count(*) as n from CL group by 1 order by 2'),
      ).toEqual([
        { a: '***', n: 1 },
        { a: company, n: 40 },
      ])
    })
  })

  test('a number of the company’s in a favorite, which is not forgotten again later either', async () => {
    const profile = '<Favorite Name="Office" Phone="800-555-0199"/><Favorite Name="Ann" Phone="781-555-0101"/>'
    await withInfoMart(
      {},
      () => {},
      async ({ folder, submit, lethe, answerTo, settle }) => {
        const products = `- { product: workspace-desktop, recordLocation: "${folder}/wde/$Agent.UserName$" }`
        settle({ products, tenant: 'ownNumbers: ["800555*"]' })
        mkdirSync(join(folder, 'wde', 'agent1'), { recursive: true })
        const place = join(folder, 'wde', 'agent1', 'favorites.xml')
        writeFileSync(place, `<Favorites>${profile}</Favorites>`)
        submit('forget-25052018-a', request('1 (800) 555-0199', ann))
        await lethe('run')
        expect(answerTo('forget-25052018-a').responses).toEqual([
          expect.stringMatching(/^ERROR: held: .*`ownNumbers`/),
          'SUCCESS',
        ])
        writeFileSync(place, `<Favorites>${profile}</Favorites>`)
        await lethe('run')
        const written = readFileSync(place, 'utf8')
        expect(written).toContain('800-555-0199')
        expect(written).not.toContain('781-555-0101')
      },
    )
  })

  test('rows of a customer’s own table that name many customers, or more than anybody has', async () => {
    const tables = `{ table: LEAD, key: [ID], tenant: null, people: [CUSTOMER], columns: [{ column: PHONE, identifies: [phone] }, { column: NAME, comesWithRow: true }] }`
    const settings: SiteSettings = {
      databases: 'crm: { client: better-sqlite3, filename: ./crm.db }',
      products: `- { product: tables, database: crm, tables: [${tables}] }`,
      tenant: 'guard: { rowsPerIdentifier: 20 }',
    }
    await withInfoMart(
      settings,
      () => {},
      async ({ folder, submit, lethe, answerTo }) => {
        const columns = ['ID integer', 'PHONE text', 'NAME text', 'CUSTOMER text']
        withSqliteFile(join(folder, 'crm.db'), (crm) => {
          crm.exec(`create table LEAD (${columns.join(', ')}, primary key (ID))`)
          for (let n = 0; n < 24; n += 1) {
            insertRow(crm, 'LEAD', { ID: n, PHONE: company, NAME: 'Pat', CUSTOMER: n % 2 === 0 ? 'c-1' : ' C-1 ' })
            if (n < 6) insertRow(crm, 'LEAD', { ID: 100 + n, PHONE: ann, NAME: 'Sam', CUSTOMER: `c-${n}` })
          }
        })
        submit('forget-25052018-a', request(company, ann))
        await lethe('run')
        expect(answerTo('forget-25052018-a').responses).toEqual([
          expect.stringMatching(/^ERROR: held: it reaches 24 row\(s\) of 1 different .*`guard.rowsPerIdentifier`/),
          expect.stringMatching(/^ERROR: held: it reaches 6 row\(s\) of 6 different .*`guard.peoplePerIdentifier`/),
        ])
      },
    )
  })
})

async function withOutbound(work: Parameters<typeof withInfoMart>[2]): Promise<void> {
  const settings: SiteSettings = {
    databases: 'ocs: { client: better-sqlite3, filename: ./ocs.db }',
    products:
      '- { product: outbound, database: ocs, callingLists: [{ table: CL }], doNotCall: [{ table: DNC, key: [id] }] }',
  }
  await withInfoMart(
    settings,
    () => {},
    async (site) => {
      createSqlite(join(site.folder, 'ocs.db'), [], (ocs) => {
        ocs.exec(
          'create table CL (contact_info text, record_status integer, chain_id integer, chain_n integer, primary key (chain_id, chain_n))',
        )
        ocs.exec('create table DNC (id integer primary key, phone text, customer_id text)')
        for (let n = 1; n <= 41; n += 1) {
          const contact = n === 41 ? ann : company
          insertRow(ocs, 'CL', { contact_info: contact, record_status: 1, chain_id: n, chain_n: 0 })
          if (n <= 8) insertRow(ocs, 'DNC', { id: n, phone: '8885550142', customer_id: `c-${n}` })
        }
      })
      await work(site)
    },
  )
}

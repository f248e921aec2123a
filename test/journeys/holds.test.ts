/** A legal hold: nothing of whom it names is erased until it ends, whatever a request says; then it is, by itself. */

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart, type InfoMartSite, type SiteSettings } from '../support/info-mart-site.ts'
import { eventsOf } from '../support/lethe-process.ts'
import { readZip } from '../support/read-zip.ts'
import { changedCells, insertRow, rowsOf, withSqliteFile, type Connection } from '../support/sqlite-site.ts'

const ann = '7815550101'
const bob = '7815550102'
const email = 'ann.sample@example.com'

/** Ann has called once and written once, Bob has called twice: the company, and Ann. */
function plant(gim: Connection): void {
  plantContact(gim, { id: 1, address: ann, account: 'ACCOUNT-1' })
  plantContact(gim, { id: 2, address: bob, account: 'ACCOUNT-2' })
  plantContact(gim, { id: 3, address: `Ann <${email}>`, account: 'ACCOUNT-1' })
}

/** The people of a request, each with identifiers. */
function request(...consumers: readonly (readonly Readonly<Record<string, string>>[])[]) {
  const people = consumers.map((consumer) => ({ consumer }))
  return { consumers: people, 'gim-attached-data': { kvlist: ['AcctNum'] } }
}

const bobs = { 'INTERACTION_FACT.SOURCE_ADDRESS': 1, 'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1': 1 }

const end = '\\(case 12\\); nothing of it is erased; it is taken up by itself when .* do not send it again$'
const held = expect.stringMatching(new RegExp(`^ERROR: held: it is under a legal hold until 2999-12-31 ${end}`))
const heldRow = expect.stringMatching(
  new RegExp(`^ERROR: held: a row of it is under a legal hold until 2999-12-31 ${end}`),
)

interface HeldSite extends InfoMartSite {
  /** Writes the list of holds, without its line of names. */
  readonly hold: (...lines: readonly string[]) => void
  /** Cells of the Info Mart that are not as they were. */
  readonly changed: () => Readonly<Record<string, number>>
}

/** A site whose list of holds is a file. */
async function withHolds(
  settings: SiteSettings,
  work: (site: HeldSite) => Promise<void>,
  fill: (gim: Connection) => void = plant,
): Promise<void> {
  await withInfoMart({ tenant: 'holds: ./holds.csv', ...settings }, fill, async (site) => {
    const before = join(site.folder, 'before.db')
    copyFileSync(site.gim, before)
    const hold = (...lines: readonly string[]): void => {
      const names = 'kind,value,product,table,locator,reason,until'
      writeFileSync(join(site.folder, 'holds.csv'), [names, ...lines, ''].join('\r\n'))
    }
    hold()
    await work({ ...site, hold, changed: () => changedCells(before, site.gim) })
  })
}

const annHeld = 'phone,+1 (781) 555-0101,,,,case 12,2999-12-31'

describe('a hold in a file', () => {
  test('keeps a person in whatever spelling, with all that the request names of them, and nobody else', async () => {
    await withHolds({}, async ({ submit, lethe, answerTo, hold, changed, gim }) => {
      hold(annHeld)
      submit(
        'forget-25052018-a',
        request([{ phone: '781.555.0101' }, { email: 'ANN.Sample@example.com' }], [{ phone: bob }]),
      )
      expect(await lethe('run')).toMatchObject({ code: 1 })
      const { responses, run } = answerTo('forget-25052018-a')
      expect(responses).toEqual([held, held, 'SUCCESS'])
      expect(run.products).toMatchObject([{ product: 'info-mart', outcome: 'held' }])
      expect(changed()).toEqual(bobs)
      const status = await lethe('status', '--json')
      expect(status.out).toContain('"state":"held"')
      expect(status.out).toContain('case 12')
      expect(status.out).not.toMatch(/781.?555|sample@/)

      // Another pass changes nothing.
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held, held, 'SUCCESS'])
      expect(changed()).toEqual(bobs)

      // When it ends, the same file is done by itself.
      hold('phone,+1 (781) 555-0101,,,,case 12,2020-12-31')
      expect(await lethe('run')).toMatchObject({ code: 0 })
      expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
      expect(rowsOf(gim, 'select distinct SOURCE_ADDRESS as a from INTERACTION_FACT')).toEqual([{ a: '***' }])
      expect((await lethe('status', '--json')).out).not.toContain('"state":"held"')
    })
  })

  test('exports whom it holds as usual', async () => {
    await withHolds({}, async ({ submit, lethe, answerTo, hold, place }) => {
      hold(annHeld)
      submit('export-25052018-a', request([{ phone: ann }]))
      submit('forget-25052018-b', request([{ phone: ann }]))
      await lethe('run')
      expect(answerTo('export-25052018-a').responses).toEqual(['SUCCESS'])
      expect([...(await readZip(place('export-25052018-a-archive.zip'))).values()].join()).toContain('ACCOUNT-1')
      expect(answerTo('forget-25052018-b').responses).toEqual([held])
    })
  })

  test('holds whoever is tied to the person by another request, in the same run and while another is open', async () => {
    await withHolds({}, async ({ submit, lethe, answerTo, hold, changed }) => {
      hold(annHeld)
      submit('forget-25052018-a', request([{ phone: ann }, { email }]))
      submit('forget-25052018-b', request([{ email }]))
      await lethe('run')
      submit('forget-25052018-c', request([{ email: 'Ann.Sample@Example.com' }], [{ phone: bob }]))
      await lethe('run')
      expect(answerTo('forget-25052018-b').responses).toEqual([held])
      expect(answerTo('forget-25052018-c').responses).toEqual([held, 'SUCCESS'])
      expect(changed()).toEqual(bobs)
    })
  })

  test('ties nobody together by what is no person’s', async () => {
    await withHolds({}, async ({ submit, lethe, answerTo, hold }) => {
      hold(annHeld)
      submit(
        'forget-25052018-a',
        request([{ phone: ann }, { phone: '000-000-0000' }], [{ phone: bob }, { phone: '0000000000' }]),
      )
      await lethe('run')
      const { responses } = answerTo('forget-25052018-a')
      expect([responses[0], responses[1]]).toEqual([held, held])
      expect(responses[2]).toBe('SUCCESS')
      expect(responses[3]).toMatch(/^ERROR: held: .*`guard.neverAPerson`/)
    })
  })

  test('keeps a row in which the person stands when somebody else asks, with what is attached to it', async () => {
    const fill = (gim: Connection): void => {
      plant(gim)
      plantContact(gim, { id: 4, address: ann, account: 'ACCOUNT-1' })
      gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${bob}' where INTERACTION_ID = 4`)
    }
    await withHolds(
      {},
      async ({ submit, lethe, answerTo, hold, changed }) => {
        hold(annHeld)
        submit('forget-25052018-a', request([{ phone: bob }]))
        await lethe('run')
        expect(answerTo('forget-25052018-a').responses).toEqual([heldRow])
        expect(changed()).toEqual(bobs)
        hold()
        await lethe('run')
        expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS'])
      },
      fill,
    )
  })

  test('holds a very row, whoever asks', async () => {
    await withHolds({}, async ({ submit, lethe, answerTo, hold, changed, gim }) => {
      const [row] = rowsOf(gim, `select rowid, * from INTERACTION_FACT where SOURCE_ADDRESS = '${bob}'`)
      hold(`,,info-mart,interaction_fact,${String(row?.['INTERACTION_ID'])},case 12,2999-12-31`)
      submit('forget-25052018-a', request([{ phone: bob }], [{ phone: ann }]))
      const shown = await lethe('preview', join('gdpr', 'forget-25052018-a.json'))
      expect(eventsOf(shown, 'held')).toMatchObject([{ subject: '1.consumer-1', identifier: 'phone' }])
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([heldRow, 'SUCCESS'])
      const { run } = answerTo('forget-25052018-a')
      expect(run.products).toMatchObject([{ outcome: 'held', left: 1 }])
      expect(changed()).toEqual({
        'INTERACTION_FACT.SOURCE_ADDRESS': 1,
        'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1': 2,
      })
      hold()
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS'])
    })
  })

  test('is answered as retained where the settings say so, and is taken up all the same', async () => {
    await withHolds(
      { tenant: 'holds: { file: ./holds.csv, answer: retained }' },
      async ({ submit, lethe, answerTo, hold, gim, changed }) => {
        hold(annHeld)
        submit('forget-25052018-a', request([{ phone: ann }]))
        await lethe('run')
        const { responses, run } = answerTo('forget-25052018-a')
        expect(responses).toEqual([
          expect.stringMatching(/^SUCCESS: retained: it is under a legal hold until 2999-12-31 \(case 12\)/),
        ])
        expect(run.outcome).toBe('held')
        expect(changed()).toEqual({})
        hold()
        expect(await lethe('run')).toMatchObject({ code: 0 })
        expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS'])
        expect(rowsOf(gim, `select count(*) as n from INTERACTION_FACT where SOURCE_ADDRESS = '${ann}'`)).toEqual([
          { n: 0 },
        ])
      },
    )
  })

  test('of a request whose file is gone is told by status, and what was recorded is erased when it ends', async () => {
    await withHolds({}, async ({ submit, lethe, hold, place, changed, gim }) => {
      hold(annHeld)
      submit('forget-25052018-a', request([{ email }, { phone: ann }]))
      await lethe('run')
      rmSync(place('forget-25052018-a.json'))
      await lethe('run')
      await lethe('run')
      expect(changed()).toEqual({})
      const [waiting] = eventsOf(await lethe('status', '--json'), 'unanswered')
      expect(waiting).toMatchObject({ state: 'held', reason: expect.stringMatching(/^its file is gone, .*case 12/) })
      hold()
      await lethe('run')
      expect(rowsOf(gim, 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by INTERACTION_ID')).toEqual(
        ['***', bob, '***'].map((a) => ({ a })),
      )
    })
  })

  test('is counted in the plan beside its hash, and ended by no approval', async () => {
    const tenant = 'holds: ./holds.csv\n    approval: { unsigned: true }\n    guard: { rowsPerIdentifier: 1 }'
    await withHolds({ tenant }, async ({ submit, lethe, hold, place, answerTo, changed }) => {
      hold(annHeld)
      submit('forget-25052018-a', request([{ phone: ann }], [{ phone: bob }]))
      await lethe('run')
      const plan = JSON.parse(readFileSync(place('forget-25052018-a-plan.json'), 'utf8'))
      expect(plan.holds).toMatchObject([{ pointer: '/consumers/0/consumer/0', values: 2 }])
      expect(plan.values).toBe(4)
      expect(plan.held).toHaveLength(2)
      expect(JSON.stringify(plan)).not.toMatch(/7815550|ACCOUNT/)

      const { run } = answerTo('forget-25052018-a')
      expect((await lethe('approve', run.id, '--as-os-user')).code).toBeLessThan(2)
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held, 'SUCCESS'])
      expect(changed()).toEqual(bobs)
    })
  })

  test('makes a plan alone, which nobody can approve', async () => {
    await withHolds({}, async ({ submit, lethe, hold, place, answerTo }) => {
      hold(annHeld)
      submit('forget-25052018-a', request([{ phone: ann }]))
      await lethe('run')
      const plan = JSON.parse(readFileSync(place('forget-25052018-a-plan.json'), 'utf8'))
      expect(plan).toMatchObject({ held: [], values: 0, holds: [{ values: 2 }] })
      const { run } = answerTo('forget-25052018-a')
      expect((await lethe('plan', run.id, '--text')).out).toMatch(/2 value\(s\): it is under a legal hold/)
      expect((await lethe('approve', run.id, '--as-os-user')).code).not.toBe(0)
      hold()
      await lethe('run')
      expect(() => readFileSync(place('forget-25052018-a-plan.json'))).toThrow('ENOENT')
    })
  })

  test('holds a person in every product, an employee too', async () => {
    const settings: SiteSettings = {
      databases: 'ocs: { client: better-sqlite3, filename: ./ocs.db }',
      products: [
        '- { product: outbound, database: ocs, callingLists: [{ table: CL, userFields: [EMAIL] }] }',
        '- { product: log-files, paths: [ "./logs/*.log" ] }',
      ].join('\n'),
    }
    await withHolds(settings, async ({ folder, submit, lethe, answerTo, hold, changed }) => {
      withSqliteFile(join(folder, 'ocs.db'), (ocs) => {
        ocs.exec(
          'create table CL (contact_info text, record_status integer, chain_id integer, chain_n integer, EMAIL text, primary key (chain_id, chain_n))',
        )
        insertRow(ocs, 'CL', { contact_info: ann, record_status: 1, chain_id: 1, chain_n: 0, EMAIL: email })
        insertRow(ocs, 'CL', { contact_info: bob, record_status: 1, chain_id: 2, chain_n: 0, EMAIL: 'bob@example.com' })
      })
      mkdirSync(join(folder, 'logs'))
      const log = `09:00 call from ${ann}\n09:01 call from ${bob}\n09:02 mail of ${email}\n`
      writeFileSync(join(folder, 'logs', 'a.log'), log)
      hold('email,"Ann.Sample@EXAMPLE.com",,,,case 12,2999-12-31', 'username,JDOE,,,,case 12,2999-12-31')
      const employees = [{ employee: [{ employeeid: 'E-7' }, { username: 'jdoe' }] }]
      submit('forget-25052018-a', { ...request([{ phone: ann }, { email }], [{ phone: bob }]), employees })
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held, held, 'SUCCESS', held, held])
      expect(changed()).toEqual(bobs)
      expect(rowsOf(join(folder, 'ocs.db'), 'select contact_info as a, EMAIL as e from CL order by chain_id')).toEqual([
        { a: ann, e: email },
        { a: '***', e: '***' },
      ])
      expect(readFileSync(join(folder, 'logs', 'a.log'), 'utf8')).toBe(log.replace(bob, '*'.repeat(bob.length)))
    })
  })
})

describe('a list of holds that cannot be read', () => {
  const everybody = async (site: HeldSite, ...rules: readonly RegExp[]): Promise<void> => {
    const { submit, lethe, answerTo, changed } = site
    submit('forget-25052018-a', request([{ phone: bob }]))
    expect(await lethe('run')).toMatchObject({ code: 1 })
    const [response = ''] = answerTo('forget-25052018-a').responses
    expect(response).toMatch(/^ERROR: info-mart: the legal holds cannot be read, so nothing is erased: `holds.csv`/)
    for (const rule of rules) expect(response).toMatch(rule)
    expect(response).not.toMatch(/0101|Canary/)
    expect(changed()).toEqual({})
    const doctor = await lethe('doctor')
    expect(doctor.code).toBe(1)
    expect(doctor.out).toMatch(rules[0] ?? /./)
  }

  test('because the file is gone holds everybody until it is back', async () => {
    await withHolds({}, async (site) => {
      rmSync(join(site.folder, 'holds.csv'))
      await everybody(site, /the file cannot be read/)
      site.hold()
      await site.lethe('run')
      expect(site.answerTo('forget-25052018-a').responses).toEqual(['SUCCESS'])
    })
  })

  test('because of bad lines tells all of them by line and rule, and nothing that stands in them', async () => {
    await withHolds({}, async (site) => {
      site.hold(
        annHeld,
        'phone,Canary-0101,,,,case 12,2999-12-31',
        'fax,781-555-0101,,,,,2999-02-31',
        'phone,781-555-0101,info-mart,X,1,case 12,',
        ',,info-mart,,1,case 12,',
        'phone,781-555-0101,case 12',
      )
      await everybody(
        site,
        /line 3: `value` is no phone/,
        /line 4: `kind` must be one of .*line 4: `reason` is missing.*line 4: `until` must be a day/,
        /line 5: names both a person and a row/,
        /line 6: `table` is missing/,
        /line 7: it must have 7 cells/,
      )
    })
  })

  test('in a tenant’s folder, where a sender could change it, is refused with the settings', async () => {
    await withHolds({}, async ({ lethe, settle }) => {
      settle({ tenant: 'holds: ./gdpr/holds.csv' })
      const refused = await lethe('run')
      expect(refused.code).toBe(2)
      expect(refused.err).toContain("stands in a tenant's folder")
    })
  })
})

describe('a hold by command', () => {
  const add = [
    'hold',
    'add',
    '--kind',
    'phone',
    '--value',
    '(781) 555-0101',
    '--reason',
    'case 12',
    '--until',
    '2999-12-31',
  ]

  test('is kept as a fingerprint, holds the person, and is released by its id', async () => {
    await withInfoMart({}, plant, async ({ folder, gim, submit, lethe, answerTo }) => {
      const before = join(folder, 'before.db')
      copyFileSync(gim, before)
      const [noted] = eventsOf(await lethe(...add, '--by', 'R. Stone'), 'hold')
      submit('forget-25052018-a', request([{ phone: ann }, { email }], [{ phone: bob }]))
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held, held, 'SUCCESS'])
      expect(changedCells(before, gim)).toEqual(bobs)

      const [shown] = eventsOf(await lethe('hold', 'list'), 'hold')
      expect(shown).toMatchObject({
        id: noted?.['id'],
        kind: 'phone',
        state: 'stands',
        by: 'R. Stone',
        reason: 'case 12',
      })
      expect(shown?.['at']).toMatch(/^20\d\d-/)
      expect(JSON.stringify(shown)).not.toContain('555')
      const [row] = rowsOf(gim, "select CONTENT as c, CONSUMER_ID as i from LETHE_FINDING where ENTRY = 'hold'")
      expect(row).toMatchObject({ i: null, c: expect.not.stringContaining('555') })

      const id = String(noted?.['id'])
      expect(await lethe('hold', 'release', id.slice(0, 6), '--by', 'P. Moss')).toMatchObject({ code: 0 })
      expect(await lethe('hold', 'release', id)).toMatchObject({ code: 2 })
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
      const [over] = eventsOf(await lethe('hold', 'list'), 'hold')
      expect(over).toMatchObject({ state: 'released', released: { by: 'P. Moss' } })
    })
  })

  test('outlives the journal and the purge', async () => {
    await withInfoMart({}, plant, async ({ folder, submit, lethe, answerTo }) => {
      await lethe(...add)
      for (const file of readdirSync(folder)) if (/^lethe\.db/.test(file)) rmSync(join(folder, file))
      withSqliteFile(join(folder, 'gim.db'), (gim) =>
        gim.exec("update LETHE_FINDING set CREATED_TS = 0 where ENTRY = 'hold'"),
      )
      await lethe('purge')
      submit('forget-25052018-a', request([{ phone: ann }]))
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held])
    })
  })

  test('that a record has lost holds everybody until it is released, and another key of the tenant changes nothing', async () => {
    await withInfoMart({}, plant, async ({ folder, gim, submit, lethe, answerTo }) => {
      const [noted] = eventsOf(await lethe(...add), 'hold')
      const settings = join(folder, 'lethe.yaml')
      writeFileSync(settings, readFileSync(settings, 'utf8').replace('tenantKey: 1', 'tenantKey: 7'))
      submit('forget-25052018-a', request([{ phone: ann }]))
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([held])

      withSqliteFile(gim, (database) => database.exec('delete from LETHE_FINDING'))
      submit('forget-25052018-b', request([{ phone: bob }]))
      await lethe('run')
      expect(answerTo('forget-25052018-b').responses).toEqual([
        expect.stringMatching(/nothing is erased: the record \(`LETHE_FINDING`\) lacks the hold\(s\) [0-9a-f]{24} /),
      ])
      expect(await lethe('hold', 'release', String(noted?.['id']))).toMatchObject({ code: 0 })
      await lethe('run')
      expect(answerTo('forget-25052018-b').responses).toEqual([expect.stringMatching(/^SUCCESS/)])
    })
  })

  test('keeps what came back of somebody who was forgotten before', async () => {
    await withInfoMart({}, plant, async ({ folder, submit, lethe, settle }) => {
      settle({ products: `- { product: workspace-desktop, recordLocation: "${folder}/wde/$Agent.UserName$" }` })
      mkdirSync(join(folder, 'wde', 'agent1'), { recursive: true })
      const place = join(folder, 'wde', 'agent1', 'favorites.xml')
      const profile = '<Favorites><Favorite Name="Ann" Phone="781-555-0101"/></Favorites>'
      writeFileSync(place, profile)
      submit('forget-25052018-a', request([{ phone: ann }]))
      await lethe('run')
      expect(readFileSync(place, 'utf8')).not.toContain('0101')
      const [noted] = eventsOf(await lethe(...add), 'hold')
      writeFileSync(place, profile)
      await lethe('run')
      expect(readFileSync(place, 'utf8')).toBe(profile)
      await lethe('hold', 'release', String(noted?.['id']))
      await lethe('run')
      expect(readFileSync(place, 'utf8')).not.toContain('0101')
    })
  })

  test('whose secret is lost holds everybody, rather than nobody', async () => {
    await withInfoMart({}, plant, async ({ folder, gim, submit, lethe, answerTo }) => {
      const before = join(folder, 'before.db')
      copyFileSync(gim, before)
      const [noted] = eventsOf(await lethe(...add), 'hold')
      rmSync(join(folder, 'lethe-state', 'secret'))
      submit('forget-25052018-a', request([{ phone: bob }]))
      await lethe('run')
      const [response] = answerTo('forget-25052018-a').responses
      expect(response).toMatch(/nothing is erased: the hold\(s\) [0-9a-f]+ were added with another `secret`/)
      expect(changedCells(before, gim)).toEqual({})
      expect((await lethe('doctor')).out).toContain('another `secret`')
      await lethe('hold', 'release', String(noted?.['id']))
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS'])
    })
  })

  test('keeps a row in which the person stands, of whom nobody knows more than the fingerprint', async () => {
    const settings: SiteSettings = {
      databases: 'ocs: { client: better-sqlite3, filename: ./ocs.db }',
      products: '- { product: outbound, database: ocs, callingLists: [{ table: CL, userFields: [EMAIL] }] }',
    }
    await withInfoMart(settings, plant, async ({ folder, submit, lethe, answerTo }) => {
      withSqliteFile(join(folder, 'ocs.db'), (ocs) => {
        ocs.exec(
          'create table CL (contact_info text, record_status integer, chain_id integer, chain_n integer, EMAIL text, primary key (chain_id, chain_n))',
        )
        insertRow(ocs, 'CL', { contact_info: ann, record_status: 1, chain_id: 1, chain_n: 0, EMAIL: email })
      })
      await lethe(...add)
      submit('forget-25052018-a', request([{ email }]))
      await lethe('run')
      expect(answerTo('forget-25052018-a').responses).toEqual([heldRow])
      expect(rowsOf(join(folder, 'ocs.db'), 'select contact_info as a, EMAIL as e from CL')).toEqual([
        { a: ann, e: email },
      ])
    })
  })

  test('says what is wrong with it, by the exit code of wrong usage', async () => {
    await withInfoMart({}, plant, async ({ lethe }) => {
      const wrong = [
        ['hold'],
        ['hold', 'add', '--kind', 'phone', '--value', 'x', '--reason', 'case 12'],
        ['hold', 'add', '--kind', 'phone', '--value', ann],
        [...add, '--until', '2999-02-30'],
        [...add, '--until', '2020-02-28'],
        ['hold', 'release', 'ffff'],
      ]
      for (const operands of wrong) expect(await lethe(...operands)).toMatchObject({ code: 2 })
      expect(eventsOf(await lethe('hold', 'list'), 'hold')).toEqual([])
    })
  })
})

/** Records that the dialer holds are left to it, and are redacted from what was recorded as soon as it gives them back. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { createCampaigns, plantRecord } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { eventsOf } from '../support/lethe-process.ts'
import { quiet } from '../support/quiet.ts'
import { rowsOf, withSqliteFile } from '../support/sqlite-site.ts'
import { writtenSettings } from '../support/written-settings.ts'

const settings = writtenSettings({
  head: `databases:
  ocs: { client: better-sqlite3, filename: ./ocs.db }
settle: 20ms`,
  products: `- { product: outbound, database: ocs, callingLists: [ { table: cl_acme, userFields: [first_name, email] } ] }`,
})

const phone = '2125550142'
const request = JSON.stringify({
  requests: [
    { type: 'FORGET', contacts: [{ phone: `+1${phone}` }] },
    { type: 'FORGET', contacts: [{ phone: '+13035550107' }] },
  ],
})
const held = 'ERROR: deferred: the record is held by the dialer (record_status 2)'
const name = 'forget-20180525_case'

const status = { ready: 1, held: 2, updated: 3 }

/** Nora's chain 1 is reached by her number in its first record; its siblings hold other numbers of hers. */
async function withList(
  statuses: readonly [first: number, second: number, third: number],
  work: (list: List) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    writeFileSync(join(folder, 'gdpr', `${name}.json`), request)
    const path = join(folder, 'ocs.db')
    createCampaigns(path, ['acme'], (database) => {
      const [first, second, third] = statuses
      plantRecord(database, 'acme', { chain: 1, n: 0, contact: phone, status: first, name: 'Nora' })
      plantRecord(database, 'acme', {
        chain: 1,
        n: 1,
        contact: '6465550111',
        status: second,
        email: 'nora@example.com',
      })
      plantRecord(database, 'acme', { chain: 1, n: 2, contact: '6465550122', status: third, name: 'Nora' })
      plantRecord(database, 'acme', { chain: 2, n: 0, contact: '3035550107', name: 'Ben' })
      plantRecord(database, 'acme', { chain: 3, n: 0, contact: '4045550101', status: status.held, name: 'Cleo' })
    })
    await work({
      run: () => lethe(folder, ['run']),
      log: () => readExecutionLog(join(folder, 'gdpr', `${name}-execution-log.json`)),
      contacts: () =>
        rowsOf(path, 'select contact_info, first_name, email from cl_acme order by chain_id, chain_n').map((row) =>
          Object.values(row),
        ),
      dialerGivesBack: (change) => {
        withSqliteFile(path, (database) => database.exec(`update cl_acme set ${change}`))
      },
      history: () => rowsOf(join(folder, 'lethe-history.db'), 'select * from CTL_GDPR_HISTORY order by rowid'),
    })
  })
}

interface List {
  readonly run: () => ReturnType<typeof lethe>
  readonly log: () => ReturnType<typeof readExecutionLog>
  readonly contacts: () => readonly unknown[]
  readonly dialerGivesBack: (change: string) => void
  readonly history: () => ReturnType<typeof rowsOf>
}

const erased = ['***', '***', null]
const others = [
  ['***', '***', null],
  ['4045550101', 'Cleo', null],
]

test('a held record stays as it is, the rest of the chain is redacted, and the next pass finishes it', async () => {
  await withList(
    [status.ready, status.held, status.updated],
    async ({ run, log, contacts, dialerGivesBack, history }) => {
      expect((await run()).code).toBe(1)
      expect(log().responses).toEqual([held, 'SUCCESS'])
      expect(log().run).toMatchObject({
        outcome: 'deferred',
        attempt: 1,
        products: [{ found: 9, erased: 6, deferred: 3 }],
      })
      expect(contacts()).toEqual([erased, ['6465550111', 'Pat', 'nora@example.com'], erased, ...others])
      const recorded = history()

      // Still held: the same answer again, nothing else.
      expect((await run()).code).toBe(1)
      expect(log()).toMatchObject({ responses: [held, 'SUCCESS'], run: { outcome: 'deferred', attempt: 2 } })
      expect(contacts()).toEqual([erased, ['6465550111', 'Pat', 'nora@example.com'], erased, ...others])

      // The number that led to the chain is gone from it: only the record says that the sibling is hers.
      dialerGivesBack(`record_status = ${status.updated} where chain_id = 1`)
      const last = await run()
      expect(last).toMatchObject({ code: 0, err: quiet })
      expect(eventsOf(last, 'file')).toMatchObject([{ outcome: 'done' }])
      expect(log().responses).toEqual(['SUCCESS', 'SUCCESS'])
      expect(log().run).toMatchObject({
        outcome: 'done',
        attempt: 3,
        products: [{ found: 9, erased: 9, left: 0, deferred: 0 }],
      })
      expect(contacts()).toEqual([erased, ['***', '***', '***'], erased, ...others])
      expect(history()).toEqual(recorded)
      expect(await run()).toMatchObject({ code: 0, err: quiet })
    },
  )
})

test('a whole chain that is held waits, whichever record is given back first', async () => {
  await withList([status.held, status.held, status.held], async ({ run, log, contacts, dialerGivesBack }) => {
    const before = contacts()
    expect((await run()).code).toBe(1)
    expect(contacts().slice(0, 3)).toEqual(before.slice(0, 3))
    expect(log()).toMatchObject({ responses: [held, 'SUCCESS'], run: { products: [{ erased: 2, deferred: 7 }] } })
    for (const n of [0, 2]) {
      dialerGivesBack(`record_status = ${status.ready} where chain_id = 1 and chain_n = ${n}`)
      expect((await run()).code).toBe(1)
      expect(contacts()[n]).toEqual(erased)
    }
    expect(contacts()[1]).toEqual(before[1])
    dialerGivesBack(`record_status = ${status.ready} where chain_id = 1 and chain_n = 1`)
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    expect(log().responses).toEqual(['SUCCESS', 'SUCCESS'])
    expect(contacts()[1]).toEqual(['***', '***', '***'])
  })
})

test('a number that the dialer writes back over the redacted one is found by verification and redacted again', async () => {
  await withList([status.ready, status.held, status.ready], async ({ run, log, contacts, dialerGivesBack }) => {
    expect((await run()).code).toBe(1)
    dialerGivesBack(`record_status = ${status.updated}, contact_info = '1${phone}' where chain_id = 1 and chain_n <= 1`)
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    expect(log().responses).toEqual(['SUCCESS', 'SUCCESS'])
    expect(JSON.stringify(contacts())).not.toContain(phone)
    expect(contacts()).toEqual([erased, ['***', '***', '***'], erased, ...others])
  })
})

test('what changes in a record while the dialer holds it is found again and redacted, never left and called done', async () => {
  await withList([status.held, status.ready, status.ready], async ({ run, log, contacts, dialerGivesBack }) => {
    expect((await run()).code).toBe(1)
    dialerGivesBack(`record_status = ${status.updated}, first_name = 'Nora L.' where chain_id = 1 and chain_n = 0`)
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    expect(log().responses).toEqual(['SUCCESS', 'SUCCESS'])
    expect(contacts()[0]).toEqual(erased)
  })
})

test('a record that nothing leads to any more is an error when it holds something else than was recorded', async () => {
  await withList([status.ready, status.held, status.ready], async ({ run, log, contacts, dialerGivesBack }) => {
    expect((await run()).code).toBe(1)
    dialerGivesBack(
      `record_status = ${status.updated}, email = 'nora.l@example.com' where chain_id = 1 and chain_n = 1`,
    )
    expect((await run()).code).toBe(1)
    expect(log().responses[0]).toMatch(/^ERROR: outbound: a value in `cl_acme.email` is not as it was recorded/)
    expect(contacts()[1]).toEqual(['***', '***', 'nora.l@example.com'])
  })
})

/** A number was another's before and after: rows from other days than the request names are told and left alone. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { readZip } from '../support/read-zip.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'
import { portraitOf } from '../support/untouched.ts'

const phone = '2125550142'
const days = { from: '2026-01-10', to: '2026-01-11' }

/** Half past midnight and half past eleven at night in New York, in seconds of UTC. */
const night = (day: number): number => Date.UTC(2026, 0, day, 5, 30) / 1000
const evening = (day: number): number => Date.UTC(2026, 0, day + 1, 4, 30) / 1000

const interactions = [
  { id: 1, at: evening(9), isTheirs: false },
  { id: 2, at: night(10), isTheirs: true },
  { id: 3, at: evening(11), isTheirs: true },
  { id: 4, at: night(12), isTheirs: false },
  { id: 5, at: null, isTheirs: false },
] as const

function plant(gim: Connection): void {
  for (const { id, at } of interactions) {
    plantContact(gim, { id, address: phone, account: `A-${id}` })
    for (const table of ['INTERACTION_FACT', 'INTERACTION_RESOURCE_FACT', 'IXN_RESOURCE_STATE_FACT']) {
      const key = table === 'INTERACTION_FACT' ? 'INTERACTION_ID' : 'INTERACTION_RESOURCE_ID'
      gim.prepare(`update ${table} set START_TS = ? where ${key} = ?`).run(at, id)
    }
  }
}

const request = { consumers: [{ consumer: [{ phone, ...days }] }], 'gim-attached-data': { kvlist: ['AcctNum'] } }
const addresses = `select i.INTERACTION_ID as id, SOURCE_ADDRESS as address, CUSTOM_DATA_1 as account
  from INTERACTION_FACT i join IRF_USER_DATA_CUST_1 u on u.INTERACTION_RESOURCE_ID = i.INTERACTION_ID order by 1`

test('a forget erases what is from these days, and says how many rows are not', async () => {
  await withInfoMart({}, plant, async ({ gim, submit, lethe, answerTo }) => {
    submit('forget-25052018-a', request)
    expect((await lethe('run')).code).toBe(1)
    const { responses, run } = answerTo('forget-25052018-a')
    expect(responses).toEqual([
      expect.stringMatching(/^ERROR: held: `INTERACTION_FACT`: 2 row\(s\) .* of 1 row\(s\) nobody knows/),
    ])
    expect(run.products).toMatchObject([{ found: 4, erased: 4, left: 0 }])
    const expected = interactions.map(({ id, isTheirs }) => {
      return isTheirs ? { id, address: '***', account: '***' } : { id, address: phone, account: `A-${id}` }
    })
    expect(rowsOf(gim, addresses)).toEqual(expected)
  })
})

test('an export hands out what is from these days alone', async () => {
  await withInfoMart({}, plant, async ({ place, submit, lethe }) => {
    submit('export-25052018-a', request)
    expect((await lethe('run')).code).toBe(1)
    const archive = [...(await readZip(place('export-25052018-a-archive.zip'))).values()].join()
    for (const { id, isTheirs } of interactions) expect(archive.includes(`A-${id}`), `A-${id}`).toBe(isTheirs)
  })
})

test('whoever had the number on the days of all rows has a success', async () => {
  await withInfoMart({}, plant, async ({ gim, submit, lethe, answerTo }) => {
    submit('forget-25052018-a', {
      consumers: [
        {
          consumer: [
            { phone, from: '2026-01-10' },
            { phone, to: '2026-01-09' },
          ],
        },
      ],
    })
    rowsOf(gim, 'delete from INTERACTION_FACT where INTERACTION_ID = 5 returning 1')
    expect((await lethe('run')).code).toBe(0)
    expect(answerTo('forget-25052018-a').responses).toEqual(['SUCCESS', 'SUCCESS'])
  })
})

test('a product that does not know from which day its data is leaves it alone', async () => {
  const products = '- { product: log-files, paths: [ "./logs/*.log" ] }'
  await withInfoMart(
    { products },
    () => {},
    async ({ folder, submit, lethe, answerTo }) => {
      const log = join(folder, 'logs', 'a.log')
      mkdirSync(join(folder, 'logs'))
      writeFileSync(log, `12:00:01.000 call from ${phone}\n12:00:02.000 call from 3035550102\n`)
      const before = await portraitOf(log)
      const consumers = [{ consumer: [{ phone, ...days }, { phone: '2125550143' }] }]
      submit('forget-25052018-a', { consumers })
      await lethe('run')
      expect(await portraitOf(log)).toBe(before)
      const { responses } = answerTo('forget-25052018-a')
      const held = expect.stringMatching(/^ERROR: held: the request names days, and of 1 value\(s\) nobody knows/)
      expect(responses).toEqual([held, 'SUCCESS: not found'])
    },
  )
})

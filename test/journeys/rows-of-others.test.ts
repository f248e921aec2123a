/** The Info Mart's own job reads the same folder and may redact first: what it wrote of somebody is told with our answer. */

import { expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import type { Connection } from '../support/sqlite-site.ts'

const phone = '2125550142'
const [ours, theirs] = ['7815550143', '3035550199']

const documented = `TENANT_KEY integer, FORGET integer, CONSUMER_ID varchar(255), TABLE_NAME varchar(64),
  COLUMN_NAME varchar(64), FACT_ID varchar(255), KEY_VALUE varchar(1024), CREATED_TS integer`
const layouts = [
  ['the documented columns alone', documented],
  [
    'our own columns as well',
    `${documented}, RUN_ID varchar(64), PRODUCT varchar(64), SUBJECT_KEY varchar(64), KIND varchar(16)`,
  ],
] as const

/** The job redacted one call of the phone this morning; of others, and in another tenant, it wrote as well. */
function plantJob(gim: Connection): void {
  const now = Math.floor(Date.now() / 1000)
  const rows = [
    [1, phone, 1, now - 3600],
    [1, phone, 2, now - 3601],
    [1, theirs, 3, now - 3600],
    [2, ours, 4, now - 3600],
  ] as const
  const insert = gim.prepare(
    `insert into CTL_GDPR_HISTORY (TENANT_KEY, FORGET, CONSUMER_ID, TABLE_NAME, COLUMN_NAME, FACT_ID, KEY_VALUE, CREATED_TS)
     values (?, 1, ?, 'INTERACTION_FACT', 'SOURCE_ADDRESS', ?, 'x', ?)`,
  )
  for (const row of rows) insert.run(...row)
}

test.each(layouts)(
  'in a history with %s it is noted where it stands in the request, and doctor warns',
  async (_what, columns) => {
    const plant = (gim: Connection): void => {
      gim.exec(`create table CTL_GDPR_HISTORY (${columns})`)
      plantJob(gim)
      plantContact(gim, { id: 1, address: phone })
      plantContact(gim, { id: 2, address: ours })
    }
    await withInfoMart({}, plant, async ({ submit, lethe, answerTo }) => {
      const consumers = [{ consumer: [{ phone: ours }] }, { consumer: [{ phone }] }]
      for (const name of ['forget-25052018-a', 'forget-26052018-b']) {
        submit(name, { consumers })
        expect((await lethe('run')).code).toBe(0)
        // Our own rows of the first run are nobody else's in the second.
        expect(answerTo(name).run).toMatchObject({ rowsOfOthers: [{ identifier: '/consumers/1/consumer/0', rows: 2 }] })
      }
      const told = await lethe('doctor', '--text')
      expect(told.out).toMatch(/others wrote 3 row\(s\) of the tenant acme within 15 days/)
    })
  },
)

test('where nobody else wrote anything nothing is said', async () => {
  await withInfoMart(
    {},
    (gim) => {
      plantContact(gim, { id: 1, address: phone })
    },
    async ({ submit, lethe, answerTo }) => {
      for (const name of ['forget-25052018-a', 'export-26052018-b']) {
        submit(name, { consumers: [{ consumer: [{ phone }] }] })
        expect((await lethe('run')).code).toBe(0)
        expect(answerTo(name).run).not.toHaveProperty('rowsOfOthers')
      }
      expect((await lethe('doctor', '--text')).out).not.toContain('others wrote')
    },
  )
})

/** A history that holds less than a request may bring: whose text is too long is told so, and keeps nobody waiting. */

import { describe, expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { eventsOf } from '../support/lethe-process.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'

const documented = `TENANT_KEY integer, FORGET integer, CONSUMER_ID varchar(255), TABLE_NAME varchar(64),
  COLUMN_NAME varchar(30), FACT_ID varchar(255), KEY_VALUE varchar(1024), CREATED_TS integer`

const layouts = [
  { layout: 'the documented columns alone', columns: documented },
  {
    layout: 'all columns',
    columns: `${documented}, RUN_ID varchar(64), PRODUCT varchar(64), SUBJECT_KEY varchar(64), KIND varchar(16)`,
  },
]

const [ann, ben, cleo] = ['2125550101', '3035550102', '4045550103'] as const
const longAddress = `${'a'.repeat(250)}@example.com`
const longKey = 'CustomerPreferredContactChannelName'

describe.each(layouts)('a narrow history with $layout', ({ columns }) => {
  const plant = (gim: Connection): void => {
    gim.exec(`create table CTL_GDPR_HISTORY (${columns})`)
    for (const [id, address] of [ann, ben, cleo].entries()) plantContact(gim, { id: id + 1, address })
  }

  test('makes an error of the identifier that does not fit, and of nothing else: a long key is cut there', async () => {
    await withInfoMart({}, plant, async ({ gim, submit, lethe, answerTo }) => {
      const consumers = (...identifiers: readonly Record<string, string>[]) => ({
        consumers: [{ consumer: identifiers }],
      })
      const requests = {
        a: consumers({ phone: ann }),
        b: consumers({ email: longAddress }, { phone: ben }),
        c: { ...consumers({ phone: cleo }), 'gim-attached-data': { kvlist: [longKey] } },
      }
      for (const [name, request] of Object.entries(requests)) submit(`forget-25052018-${name}`, request)
      expect((await lethe('run')).code).toBe(1)
      const responses = (name: string) => answerTo(`forget-25052018-${name}`).responses
      expect(responses('a')).toEqual(['SUCCESS'])
      expect(responses('b')).toEqual([
        expect.stringMatching(/^ERROR: the identifier is longer than the 255/),
        'SUCCESS',
      ])
      expect(responses('c')).toEqual(['SUCCESS'])
      expect(rowsOf(gim, 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by 1')).toEqual([
        { a: '***' },
        { a: '***' },
        { a: '***' },
      ])
      expect(eventsOf(await lethe('run'), 'file')).toEqual([])
    })
  })

  test('is what the doctor warns of, column by column', async () => {
    await withInfoMart({}, plant, async ({ lethe }) => {
      const { out, code } = await lethe('doctor', '--json')
      expect(code).toBe(0)
      expect(out).toMatch(
        /CTL_GDPR_HISTORY\.CONSUMER_ID.*holds 255 characters, and an identifier may have 1024.*answered with an error/,
      )
      expect(out).toMatch(
        /CTL_GDPR_HISTORY\.COLUMN_NAME.*holds 30 characters, and a key of `kvlist` may have 255.*cut there/,
      )
    })
  })
})

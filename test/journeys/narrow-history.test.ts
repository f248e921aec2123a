/** A history that holds less than a request may bring: whose text is too long is told so, and keeps nobody waiting. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { eventsOf, runLethe } from '../support/lethe-process.ts'
import { rowsOf } from '../support/sqlite-site.ts'

const settings = `
databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
history: { database: gim }
settle: 20ms
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    country: US
    timeZone: America/New_York
    products:
      - { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }
`

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
  async function withSite(work: (folder: string) => Promise<void>): Promise<void> {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, 'gdpr'))
      writeFileSync(join(folder, 'lethe.yaml'), settings)
      createInfoMart(join(folder, 'gim.db'), (gim) => {
        gim.exec(`create table CTL_GDPR_HISTORY (${columns})`)
        for (const [id, address] of [ann, ben, cleo].entries()) plantContact(gim, { id: id + 1, address })
      })
      await work(folder)
    })
  }

  test('makes an error of the identifier and of the person whose texts do not fit, and the others go on', async () => {
    await withSite(async (folder) => {
      const consumers = (...identifiers: readonly Record<string, string>[]) => ({
        consumers: [{ consumer: identifiers }],
      })
      const requests = {
        a: consumers({ phone: ann }),
        b: consumers({ email: longAddress }, { phone: ben }),
        c: { ...consumers({ phone: cleo }), 'gim-attached-data': { kvlist: [longKey] } },
      }
      for (const [name, request] of Object.entries(requests)) {
        writeFileSync(join(folder, 'gdpr', `forget-25052018-${name}.json`), JSON.stringify(request))
      }
      const ended = await runLethe(folder, ['run'])
      expect(ended.code).toBe(1)
      const responses = (name: string) =>
        readExecutionLog(join(folder, 'gdpr', `forget-25052018-${name}-execution-log.json`)).responses
      expect(responses('a')).toEqual(['SUCCESS'])
      expect(responses('b')).toEqual([
        expect.stringMatching(/^ERROR: the identifier is longer than the 255/),
        'SUCCESS',
      ])
      expect(responses('c')).toEqual([expect.stringMatching(/^ERROR: a key of `kvlist` is longer than the 30/)])
      expect(rowsOf(join(folder, 'gim.db'), 'select SOURCE_ADDRESS as a from INTERACTION_FACT order by 1')).toEqual([
        { a: '***' },
        { a: '***' },
        { a: cleo },
      ])
      expect(eventsOf(await runLethe(folder, ['run']), 'file')).toEqual([])
    })
  })

  test('is what the doctor warns of, column by column', async () => {
    await withSite(async (folder) => {
      const { out, code } = await runLethe(folder, ['doctor', '--json'])
      expect(code).toBe(0)
      expect(out).toMatch(/CTL_GDPR_HISTORY\.CONSUMER_ID.*holds 255 characters, and an identifier may have 1024/)
      expect(out).toMatch(/CTL_GDPR_HISTORY\.COLUMN_NAME.*holds 30 characters, and a key of `kvlist` may have 255/)
    })
  })
})

/** A name in `kvlist` that the site does not know: operator and sender see it, and nobody’s data with it. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe } from '../support/lethe-process.ts'

const settings = `
databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
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

test('an unknown key is a warning of the run and of its execution log', async () => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    createInfoMart(join(folder, 'gim.db'), (gim) => {
      plantContact(gim, { id: 1, address: '2125550101', account: 'A-1' })
    })
    const kvlist = ['AcctNum', 'AccountNumber', 'Ann Sample']
    const request = { consumers: [{ consumer: [{ phone: '2125550101' }] }], 'gim-attached-data': { kvlist } }
    writeFileSync(join(folder, 'gdpr', 'forget-25052018-a.json'), JSON.stringify(request))
    const ended = await runLethe(folder, ['run', '--json'])
    expect(ended.code).toBe(0)
    const { run, responses } = readExecutionLog(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'))
    expect(responses).toEqual(['SUCCESS'])
    const warning = expect.stringMatching(/nothing is searched for 2 key\(s\) of `kvlist`.*\(`AccountNumber`, …\)/)
    expect(run.products).toMatchObject([{ found: 2, warnings: [warning] }])
    expect(ended.out).toContain('AccountNumber')
    expect(ended.out).not.toContain('Ann Sample')
  })
})

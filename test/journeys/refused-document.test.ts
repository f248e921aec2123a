/** What a sender gets back of a document that was refused: every byte that means something to the sender. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createInfoMart } from '../support/contact-center.ts'
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

const members = ['"caseid":12345678901234567890', '"consumers":[{"consumer":[{"phone":1e999}]}]', '"consumers":[]']

test('a refused document comes back as it was written, with what stands in our own keys beside it', async () => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    createInfoMart(join(folder, 'gim.db'), () => {})
    const document = `{${members.join(',')},"result":{"x":1.10}}`
    writeFileSync(join(folder, 'gdpr', 'export-25052018-a.json'), document)
    expect(await runLethe(folder, ['run'])).toMatchObject({ code: 1 })
    const path = join(folder, 'gdpr', 'export-25052018-a-execution-log.json')
    const { text, problems, run } = readExecutionLog(path)
    for (const member of members) expect(text).toContain(`  ${member},\n`)
    expect(text).toContain('"submitted": { "result":{"x":1.10} }')
    expect(problems.map(({ rule }) => rule)).toContain('duplicate-key')
    expect(run.outcome).toBe('rejected')
  })
})

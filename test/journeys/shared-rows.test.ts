/** A row that belongs to two people: what was redacted for one of them is nobody's data when the other one's turn comes. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe } from '../support/lethe-process.ts'
import { readZip } from '../support/read-zip.ts'
import { rowsOf, withSqliteFile } from '../support/sqlite-site.ts'

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

const ann = '2125550101'
const ben = '3035550102'

test('two people of one interaction are forgotten one after the other', async () => {
  await withFolder(async (folder) => {
    const inbox = join(folder, 'gdpr')
    const gim = join(folder, 'gim.db')
    mkdirSync(inbox)
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    createInfoMart(gim, (database) => {
      plantContact(database, { id: 1, address: ann, account: 'A-1' })
    })
    withSqliteFile(gim, (database) => database.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${ben}'`))
    const submit = async (name: string, phone: string) => {
      const request = { consumers: [{ consumer: [{ phone }] }], 'gim-attached-data': { kvlist: ['AcctNum'] } }
      writeFileSync(join(inbox, `${name}.json`), JSON.stringify(request))
      expect(await runLethe(folder, ['run'])).toMatchObject({ code: 0, err: '' })
      return readExecutionLog(join(inbox, `${name}-execution-log.json`))
    }

    expect((await submit('forget-25052018-ann', ann)).run.products).toMatchObject([{ found: 2, erased: 2, left: 0 }])
    expect((await submit('export-25052018-ben', ben)).run.products).toMatchObject([{ found: 1 }])
    const archive = await readZip(join(inbox, 'export-25052018-ben-archive.zip'))
    expect([...archive.values()].join()).not.toContain('***')
    const last = await submit('forget-25052018-ben', ben)
    expect(last.responses).toEqual(['SUCCESS'])
    expect(last.run.products).toMatchObject([{ found: 1, erased: 1, left: 0 }])
    const [row] = rowsOf(gim, 'select SOURCE_ADDRESS as a, TARGET_ADDRESS as b from INTERACTION_FACT')
    expect(row).toEqual({ a: '***', b: '***' })
  })
})

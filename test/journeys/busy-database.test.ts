/** A database in which others write while Lethe works in it. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { systemClock } from '../../src/platform/time/clock.ts'
import { createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { startLethe } from '../support/lethe-process.ts'
import { rowsOf } from '../support/sqlite-site.ts'

const settings = `
databases:
  gim: { client: better-sqlite3, filename: ./gim.db, rowsPerTransaction: 50, pauseMs: 5 }
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

const calls = 800

for (const mode of ['wal', 'delete']) {
  test(`others may write in between (journal mode ${mode})`, async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, 'gdpr'))
      writeFileSync(join(folder, 'lethe.yaml'), settings)
      const gim = join(folder, 'gim.db')
      createInfoMart(gim, (database) => {
        for (let id = 0; id < calls; id += 1) plantContact(database, { id, address: '2125550142' })
      })
      const request = JSON.stringify({ consumers: [{ consumer: [{ phone: '2125550142' }] }] })
      writeFileSync(join(folder, 'gdpr/export-25052018-a.json'), request)
      writeFileSync(join(folder, 'gdpr/forget-25052018-b.json'), request)

      const others = new Database(gim)
      others.pragma(`journal_mode = ${mode}`)
      const over = new AbortController()
      const lethe = startLethe(folder, ['run'])
      void lethe.ended.then(() => {
        over.abort()
      })
      let id = calls
      while (!over.signal.aborted) {
        plantContact(others, { id: (id += 1), address: '3035550107' })
        await systemClock.sleep(4)
      }
      others.close()
      expect(await lethe.ended).toMatchObject({ code: 0, err: '' })
      expect(id - calls).toBeGreaterThan(50)
      const { run } = readExecutionLog(join(folder, 'gdpr/forget-25052018-b-execution-log.json'))
      expect(run.products).toMatchObject([{ found: calls, erased: calls, left: 0 }])
      const [strangers] = rowsOf(gim, "select count(*) as n from INTERACTION_FACT where SOURCE_ADDRESS = '3035550107'")
      expect(strangers).toEqual({ n: id - calls })
    })
  })
}

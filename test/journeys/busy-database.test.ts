/** A database in which others write while Lethe works in it. */

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { systemClock } from '../../src/platform/time/clock.ts'
import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { quiet } from '../support/quiet.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'

const calls = 800

function plant(gim: Connection): void {
  for (let id = 0; id < calls; id += 1) plantContact(gim, { id, address: '2125550142' })
}

for (const mode of ['wal', 'delete']) {
  test(`others may write in between (journal mode ${mode})`, async () => {
    await withInfoMart({ database: 'rowsPerTransaction: 50, pauseMs: 5' }, plant, async (site) => {
      const { gim, submit, lethe, answerTo } = site
      const request = { consumers: [{ consumer: [{ phone: '2125550142' }] }] }
      submit('export-25052018-a', request)
      submit('forget-25052018-b', request)

      const others = new Database(gim)
      others.pragma(`journal_mode = ${mode}`)
      const over = new AbortController()
      const ended = lethe('run').finally(() => {
        over.abort()
      })
      let id = calls
      while (!over.signal.aborted) {
        plantContact(others, { id: (id += 1), address: '3035550107' })
        await systemClock.sleep(4)
      }
      others.close()
      expect(await ended).toMatchObject({ code: 0, err: quiet })
      expect(id - calls).toBeGreaterThan(50)
      const { run } = answerTo('forget-25052018-b')
      expect(run.products).toMatchObject([{ found: calls, erased: calls, left: 0 }])
      const [strangers] = rowsOf(gim, "select count(*) as n from INTERACTION_FACT where SOURCE_ADDRESS = '3035550107'")
      expect(strangers).toEqual({ n: id - calls })
    })
  })
}

/** A row that belongs to two people: what was redacted for one of them is nobody's data when the other one's turn comes. */

import { expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { quiet } from '../support/quiet.ts'
import { readZip } from '../support/read-zip.ts'
import { rowsOf, type Connection } from '../support/sqlite-site.ts'

const ann = '2125550101'
const ben = '3035550102'

function plant(gim: Connection): void {
  plantContact(gim, { id: 1, address: ann, account: 'A-1' })
  gim.exec(`update INTERACTION_FACT set TARGET_ADDRESS = '${ben}'`)
}

test('two people of one interaction are forgotten one after the other', async () => {
  await withInfoMart({}, plant, async ({ gim, place, submit, lethe, answerTo }) => {
    const answered = async (name: string, phone: string) => {
      submit(name, { consumers: [{ consumer: [{ phone }] }], 'gim-attached-data': { kvlist: ['AcctNum'] } })
      expect(await lethe('run')).toMatchObject({ code: 0, err: quiet })
      return answerTo(name)
    }

    expect((await answered('forget-25052018-ann', ann)).run.products).toMatchObject([{ found: 2, erased: 2, left: 0 }])
    expect((await answered('export-25052018-ben', ben)).run.products).toMatchObject([{ found: 1 }])
    const archive = await readZip(place('export-25052018-ben-archive.zip'))
    expect([...archive.values()].join()).not.toContain('***')
    const last = await answered('forget-25052018-ben', ben)
    expect(last.responses).toEqual(['SUCCESS'])
    expect(last.run.products).toMatchObject([{ found: 1, erased: 1, left: 0 }])
    const [row] = rowsOf(gim, 'select SOURCE_ADDRESS as a, TARGET_ADDRESS as b from INTERACTION_FACT')
    expect(row).toEqual({ a: '***', b: '***' })
  })
})

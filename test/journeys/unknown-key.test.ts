/** A name in `kvlist` that the site does not know: operator and sender see it, and nobody’s data with it. */

import { expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import type { Connection } from '../support/sqlite-site.ts'

const phone = '2125550101'

function plant(gim: Connection): void {
  plantContact(gim, { id: 1, address: phone, account: 'A-1' })
}

test('an unknown key is a warning of the run and of its execution log', async () => {
  await withInfoMart({}, plant, async ({ submit, lethe, answerTo }) => {
    const kvlist = ['AcctNum', 'AccountNumber', 'Ann Sample']
    submit('forget-25052018-a', { consumers: [{ consumer: [{ phone }] }], 'gim-attached-data': { kvlist } })
    const ended = await lethe('run', '--json')
    expect(ended.code).toBe(0)
    const { run, responses } = answerTo('forget-25052018-a')
    expect(responses).toEqual(['SUCCESS'])
    const warning = expect.stringMatching(/nothing is searched for 2 key\(s\) of `kvlist`.*\(`AccountNumber`, …\)/)
    expect(run.products).toMatchObject([{ found: 2, warnings: [warning] }])
    expect(ended.out).toContain('AccountNumber')
    expect(ended.out).not.toContain('Ann Sample')
  })
})

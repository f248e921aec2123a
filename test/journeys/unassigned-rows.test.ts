/** A row of no tenant where several use the Info Mart: it stays and is told of, and the person's own rows go. */

import { expect, test } from 'vitest'

import { plantContact } from '../support/contact-center.ts'
import { withInfoMart } from '../support/info-mart-site.ts'
import { insertRow, rowsOf, type Connection } from '../support/sqlite-site.ts'

const phone = '2125550101'

function plant(gim: Connection): void {
  plantContact(gim, { id: 1, address: phone })
  plantContact(gim, { id: 2, address: '2125550102' })
  for (const [i, tenantKey] of [1, 2].entries()) {
    insertRow(gim, 'RESOURCE_', { RESOURCE_KEY: i + 1, TENANT_KEY: tenantKey, RESOURCE_NAME: `agent${i}` })
  }
  gim.exec('pragma ignore_check_constraints = on')
  gim.prepare('update INTERACTION_FACT set TENANT_KEY = -1 where INTERACTION_ID = 2').run()
  plantContact(gim, { id: 3, address: phone })
  gim.prepare('update INTERACTION_FACT set TENANT_KEY = -1 where INTERACTION_ID = 3').run()
}

test('what is held of somebody keeps nothing else of theirs, and nobody else', async () => {
  await withInfoMart({}, plant, async ({ gim, submit, lethe, answerTo }) => {
    submit('forget-25052018-a', { consumers: [{ consumer: [{ phone }] }, { consumer: [{ phone: '2125550199' }] }] })
    expect((await lethe('run')).code).toBe(1)
    const sources = rowsOf(gim, 'select SOURCE_ADDRESS as v from INTERACTION_FACT order by INTERACTION_ID')
    expect(sources.map(({ v }) => v)).toEqual(['***', '2125550102', phone])
    const { responses } = answerTo('forget-25052018-a')
    expect(responses[0]).toMatch(/^ERROR: held: .*belongs to no tenant.*`unassignedRows`/)
    expect(responses[1]).toBe('SUCCESS: not found')
  })
})

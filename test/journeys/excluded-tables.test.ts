/** Tables that a site does not have: who could only have stood in them was not searched for, and is told so. */

import { expect, test } from 'vitest'

import { withInfoMart } from '../support/info-mart-site.ts'
import { quiet } from '../support/quiet.ts'
import { insertRow, type Connection } from '../support/sqlite-site.ts'

const employees = 'GIDB_GC_AGENT, RESOURCE_, ROUTING_TARGET'
const consumers =
  'INTERACTION_FACT, INTERACTION_RESOURCE_FACT, IXN_RESOURCE_STATE_FACT, CONTACT_ATTEMPT_FACT, CALLBACK_FACT'

const sue = { employees: [{ employee: [{ username: 'sue.sample' }] }] }
const ann = { consumers: [{ consumer: [{ phone: '2125550101' }, { email: 'ann@example.com' }] }] }
const notSearched = 'SUCCESS: not searched (no enabled product searches by this kind of identifier)'

function plant(gim: Connection): void {
  insertRow(gim, 'RESOURCE_', { RESOURCE_KEY: 1, TENANT_KEY: 1, RESOURCE_NAME: 'sue.sample' })
}

test.each([
  ['an employee without the tables of employees', employees, sue, [notSearched]],
  ['an employee with one of them left', 'GIDB_GC_AGENT, RESOURCE_', sue, ['SUCCESS: not found']],
  ['an employee without the tables of consumers', consumers, sue, ['SUCCESS']],
  ['a consumer without the tables of consumers', consumers, ann, [notSearched, notSearched]],
])('%s', async (_who, exclude, request, responses) => {
  await withInfoMart({ exclude }, plant, async ({ submit, lethe, answerTo }) => {
    submit('forget-25052018-a', request)
    expect(await lethe('run')).toMatchObject({ code: 0, err: quiet })
    expect(answerTo('forget-25052018-a').responses).toEqual(responses)
  })
})

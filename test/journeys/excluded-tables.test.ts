/** Tables that a site does not have: who could only have stood in them was not searched for, and is told so. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createInfoMart } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe } from '../support/lethe-process.ts'
import { insertRow } from '../support/sqlite-site.ts'

const employees = 'GIDB_GC_AGENT, RESOURCE_, ROUTING_TARGET'
const consumers =
  'INTERACTION_FACT, INTERACTION_RESOURCE_FACT, IXN_RESOURCE_STATE_FACT, CONTACT_ATTEMPT_FACT, CALLBACK_FACT'

const settings = (excluded: string) => `
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
      - { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, ${excluded}] }
`

const sue = { employees: [{ employee: [{ username: 'sue.sample' }] }] }
const ann = { consumers: [{ consumer: [{ phone: '2125550101' }, { email: 'ann@example.com' }] }] }
const notSearched = 'SUCCESS: not searched (no enabled product searches by this kind of identifier)'

test.each([
  ['an employee without the tables of employees', employees, sue, [notSearched]],
  ['an employee with one of them left', 'GIDB_GC_AGENT, RESOURCE_', sue, ['SUCCESS: not found']],
  ['an employee without the tables of consumers', consumers, sue, ['SUCCESS']],
  ['a consumer without the tables of consumers', consumers, ann, [notSearched, notSearched]],
])('%s', async (_who, excluded, request, responses) => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings(excluded))
    createInfoMart(join(folder, 'gim.db'), (gim) => {
      insertRow(gim, 'RESOURCE_', { RESOURCE_KEY: 1, TENANT_KEY: 1, RESOURCE_NAME: 'sue.sample' })
    })
    writeFileSync(join(folder, 'gdpr', 'forget-25052018-a.json'), JSON.stringify(request))
    expect(await runLethe(folder, ['run'])).toMatchObject({ code: 0, err: '' })
    expect(readExecutionLog(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json')).responses).toEqual(responses)
  })
})

/** `lethe doctor` names what is missing, one complaint each, and does not stumble over what it cannot reach. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe, linesOf, temporaryFolder } from './support.ts'

const settings = `
databases: { ocs: { client: pg, host: 127.0.0.1, port: 1, database: ocs, user: u, password: \${env:PW}, tls: off } }
history: { database: ocs }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./inbox
    layout: submit-result
    country: US
    timeZone: America/New_York
    products: [ { product: outbound, database: ocs, doNotCall: [ { table: DNC } ] } ]
`

test('a server that is away is a complaint of everything that needs it', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inbox'))
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const ended = await lethe(folder, ['doctor'], { PW: 'hunter2' })
  expect(ended.code).toBe(1)
  const isError = (complaint: unknown): boolean => Reflect.get(Object(complaint), 'severity') === 'error'
  const ill = linesOf(ended).filter(({ complaints }) => Array.isArray(complaints) && complaints.some(isError))
  expect(ill.map(({ subject }) => subject)).toEqual([
    'database ocs',
    'history',
    'record',
    'acme: folder',
    'acme: holds',
    'acme: outbound',
  ])
  expect(ended.out + ended.err).not.toContain('hunter2')
})

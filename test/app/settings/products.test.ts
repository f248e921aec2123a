/** Entries of the real products pass their own schemas, and their mistakes are told by place. */

import { expect, test } from 'vitest'

import { products } from '../../../src/products/index.ts'

import { preparedFolder, oldDatabase, problemsIn, settingsIn, tenantLines } from './support.ts'

const entries = [
  'products:',
  '  - { product: info-mart, database: old, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }',
  '  - product: outbound',
  '    database: old',
  '    callingLists: [ { table: CL_SALES, userFields: [EMAIL, FIRST_NAME] } ]',
  '    doNotCall: [ { table: GSW_DONOTCALL_LIST } ]',
  '    requestLogs: [ { table: GSW_REQUEST_LOG } ]',
  '  - product: tables',
  '    database: old',
  '    tables: [ { table: CUSTOMER, tenant: null, columns: [ { column: PHONE, identifies: [phone] } ] } ]',
]

test('the entries of the manual are accepted', () => {
  const settings = settingsIn(preparedFolder(), oldDatabase + tenantLines(...entries), { products })
  expect(settings.tenants[0]?.products.map(({ name }) => name)).toEqual(['info-mart', 'outbound', 'tables'])
})

test('a mistake deep inside an entry is told by its place', () => {
  const text = tenantLines(...entries)
    .replace('identifies: [phone]', 'identifies: [fone]')
    .replace('requestLogs: [ { table:', 'requestLogs: [ { tabel:')
  const pointers = problemsIn(preparedFolder(), oldDatabase + text, { products }).map(({ pointer }) => pointer)
  expect(pointers).toEqual([
    '/tenants/0/products/1/requestLogs/0',
    '/tenants/0/products/1/requestLogs/0/tabel',
    '/tenants/0/products/2/tables/0/columns/0/identifies/0',
  ])
})

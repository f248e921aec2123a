/** Where in the settings stands what is wrong with them. */

import { expect, test } from 'vitest'

import { yamlPlaces } from '../../../src/platform/text/yaml-places.ts'

const text = `journal: { client: better-sqlite3, filename: ./a.db }
# A comment.
databases:
  gim: { client: pg, password: \${env:GIM}, user: \${env:USER}, database: gim }
tenants:
  - name: acme
    tenantKey: 1
    "time/zone": UTC
    products: [one, { product: two }]
  - *later
`

test.each([
  ['', 1, 1],
  ['/journal', 1, 1],
  ['/journal/filename', 1, 36],
  ['/databases/gim', 4, 3],
  ['/databases/gim/password', 4, 22],
  ['/databases/gim/database', 4, text.split('\n')[3]?.indexOf('database:') ?? 0],
  ['/tenants/0', 6, 5],
  ['/tenants/0/tenantKey', 7, 5],
  ['/tenants/0/time~1zone', 8, 5],
  ['/tenants/0/products/1/product', 9, 23],
  // What is missing is looked for where it would stand.
  ['/tenants/0/country', 6, 5],
  ['/tenants/7/name', 5, 1],
  ['/journal/tls/mode', 1, 1],
])('%s stands in line %i, column %i', (pointer, line, column) => {
  const isLast = pointer === '/databases/gim/database'
  const places = yamlPlaces(text.replace('  - *later\n', ''))
  expect(places?.(pointer)).toEqual({ line, column: isLast ? column + 1 : column })
})

test('JSON is told by line, too, and what an alias stands for by its anchor', () => {
  expect(yamlPlaces('{\n  "tenants": [\n    { "name": 1 }\n  ]\n}')?.('/tenants/0/name')).toEqual({
    line: 3,
    column: 7,
  })
  const shared = 'tenants:\n  - &first\n    name: 1\n  - *first\n'
  expect(yamlPlaces(shared)?.('/tenants/1/name')).toEqual({ line: 3, column: 5 })
})

test.each(['', '\n\n', '# nothing\n', '42'])('the beginning is meant in %j', (empty) => {
  expect(yamlPlaces(empty)?.('/tenants/0').column).toBe(1)
})

test('a text that is broken has no places', () => {
  expect(yamlPlaces('tenants: [\n')).toBeNull()
})

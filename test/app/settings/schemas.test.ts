/** The schemas that are compiled at each start are schemas themselves: Lethe does not ask that anew at each start. */

import { readFileSync } from 'node:fs'

import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'

import { products } from '../../../src/products/index.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })

function expectSchema(schema: object): void {
  const isOne = ajv.validateSchema(schema)
  expect(ajv.errors ?? []).toEqual([])
  expect(isOne).toBe(true)
}

test.each(['settings', 'request-on-premises', 'request-cloud', 'table-map', 'plan'])(
  'schemas/%s.schema.json',
  (name) => {
    expectSchema(JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')))
  },
)

test.each(Object.keys(products))('the settings of %s', (id) => {
  expectSchema(products[id]?.settingsSchema ?? { type: 'no such product' })
})

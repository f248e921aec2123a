/** JSON over its own text: what is not dropped keeps its bytes. */

import fc from 'fast-check'
import { expect, it } from 'vitest'

import { canonicalJson, memberNamed, readJsonTree, writeWithout } from '../../../src/platform/http/json-tree.ts'

const tree = (text: string) => {
  const value = readJsonTree(text)
  if (value === null) throw new Error('no JSON')
  return value
}

it('keeps numbers, escapes and white space of what stays', () => {
  const value = tree('{"a": [ {"n": 9007199254740993,"t":"\\u00e9"} , {"x":1}, 1e2 ], "b" : -0.0}')
  const list = memberNamed(value, 'a')
  const dropped = list?.kind === 'array' ? list.items[1] : undefined
  expect(writeWithout(value, new Set(dropped === undefined ? [] : [dropped]))).toBe(
    '{"a":[{"n": 9007199254740993,"t":"\\u00e9"},1e2],"b":-0.0}',
  )
  expect(writeWithout(value, new Set())).toBe(value.raw)
})

it('takes a value out of a list that is written as a text', () => {
  const value = tree(JSON.stringify({ name: 'a', value: '[{"x":1}, {"y":2}]' }))
  const text = memberNamed(value, 'value')
  const inner = text?.kind === 'text' && text.inner?.kind === 'array' ? text.inner.items[0] : undefined
  expect(writeWithout(value, new Set(inner === undefined ? [] : [inner]))).toBe('{"name":"a","value":"[{\\"y\\":2}]"}')
})

it('refuses what is no strict JSON, and what nests without end', () => {
  for (const text of ['', '{', '[1,]', '{"a":1} x', '// no\n1', "{'a':1}", '['.repeat(5000)]) {
    expect(readJsonTree(text)).toBeNull()
  }
})

it('says the same of two texts exactly when they say the same', () => {
  expect(canonicalJson(tree('{"b":[1, 2],"a":"\\u00e9"}'))).toBe(canonicalJson(tree(' {"a":"é","b":[1,2]} ')))
  expect(canonicalJson(tree('{"a":[1,2]}'))).not.toBe(canonicalJson(tree('{"a":[2,1]}')))
  expect(canonicalJson(tree('9007199254740993'))).not.toBe(canonicalJson(tree('9007199254740992')))
})

it('reads any JSON as the engine does, and writes it back as it was', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = tree(text)
      expect(writeWithout(value, new Set())).toBe(value.raw)
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(text))
    }),
    { numRuns: 300 },
  )
})

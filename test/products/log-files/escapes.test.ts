/** Values behind escapes: colours of terminals, JSON texts, URLs. */

import { beforeAll, describe, expect, it } from 'vitest'

import { builtKernel, searchers, subject } from './searching.ts'

let kernel: WebAssembly.Module
beforeAll(async () => {
  kernel = await builtKernel()
})

const ada = subject([
  ['phone', '7815550123'],
  ['email', 'ann@example.com'],
  ['email', 'ada.example@example.com'],
  ['ipaddr', '192.0.2.10'],
  ['ipaddr', '10.1.2.3'],
  ['ipaddr', '1.2.3.4'],
  ['ipaddr', '2001:db8::1'],
  ['username', 'ada'],
])

/** The same answer from both scanners. */
function found(text: string): string[] {
  const [plain, compiled] = searchers([ada], kernel).map((searcher) => searcher.find(text))
  expect(compiled).toEqual(plain)
  return plain ?? []
}

const values = [
  '7815550123',
  '781-555-0123',
  '+17815550123',
  'ann@example.com',
  'ada.example@example.com',
  '192.0.2.10',
  '10.1.2.3',
  '1.2.3.4',
  '2001:db8::1',
  'ada',
]

describe.each([
  ['a colour', '\u001b[32m', '\u001b[0m'],
  ['a colour with parameters', 'x\u001b[0;1;32m', '\u001b[m'],
  ['a colour in a JSON text', '"\\u001b[32m', '\\u001b[0m"'],
  ['a new line in a JSON text', '"\\n', '"'],
  ['a tabulator in a JSON text', '"to:\\t', '"'],
  ['angle brackets in a JSON text', '\\u003c', '\\u003e'],
  ['quotation marks in a JSON text', 'x\\u0022', '\\u0022'],
  ['a space in a URL', 'ip=%20', '&x'],
  ['a sign in a URL', 'ip%3D', '&x'],
  ['a colon in a URL', 'x%3A', '&x'],
])('behind %s', (_name, before, after) => {
  it.each(values)('finds %s', (value) => {
    expect(found(`${before}${value}${after}`)).toEqual([value])
  })

  it.each(values)('leaves a longer value that ends with %s', (value) => {
    const longer = value.startsWith('+') ? value.replace('+1', '+451') : `9${value}`
    expect(found(`${before}${longer}${after}`)).toEqual([])
  })
})

it('finds an international number whose sign is an escape', () => {
  expect(found('"\\u002B17815550123"')).toEqual(['17815550123'])
  expect(found('"\\u002B447815550123"')).toEqual([])
})

it('finds several in one coloured line', () => {
  expect(found('\u001b[31mada\u001b[0m \u001b[1;32mann@example.com\u001b[0m')).toEqual(['ada', 'ann@example.com'])
})

it.each([
  'CORP\\nada',
  'CORP\\\\tada',
  '[32mada',
  'x;32mada',
  'm7815550123',
  '[ann7815550123',
  '\\xann@example.com',
  'u003cann@example.com',
  '[joann@example.com',
  '\\joann@example.com',
  'u0022192.0.2.10',
  'm192.0.2.10',
  'n2001:db8::1',
  '\\u0041ada',
])('takes no part of %j for a value', (text) => {
  expect(found(text)).toEqual([])
})

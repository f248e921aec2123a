/** Values behind escapes: colours of terminals, JSON texts, URLs, web servers, syslog, HTML, mail. */

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
  ['a quotation mark of a URL in a URL', 'next=%2Fcb%3Fv%3D%2522', '%2522'],
  ['a colon of a URL in a URL', 'to=sip%253A', '%26x'],
  ['a quotation mark encoded three times', 'x=%252522', '%252522'],
  ['a blank of UTF-8 in a URL', 'x=%C2%A0', '%C2%A0'],
  ['quotation marks of nginx', '"POST /cb" {\\x22v\\x22:\\x22', '\\x22}'],
  ['quotation marks of nginx, escaped again', '{\\x5C\\x22v\\x5C\\x22:\\x5C\\x22', '\\x5C\\x22}'],
  ['a tabulator of syslog', 'x=#011', '#012'],
  ['a colour of syslog', '#033[32m', '#033[0m'],
  ['a colour with parameters of syslog', 'x#033[1;32m', '#033[m'],
  ['a quotation mark in C', 'x=\\042', '\\042'],
  ['a colour in C', '\\033[32m', '\\033[0m'],
  ['a colour in hexadecimal', '\\x1b[1;32m', '\\x1B[0m'],
  ['a colour of a shell', '\\e[32m', '\\e[0m'],
  ['a colour with a caret', '^[[32m', '^[[0m'],
  ['a quotation mark of HTML', 'x=&quot;', '&quot;'],
  ['an apostrophe of HTML', 'x=&#39;', '&#39;'],
  ['a quotation mark of HTML in hexadecimal', 'x=&#x22;', '&#x22;'],
  ['angle brackets of HTML', '&lt;', '&gt;'],
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

it.each([
  ['to=tel%253A%252B17815550123', '17815550123'],
  ['to=%252B1%2520781%2520555%25200123', '1%2520781%2520555%25200123'],
  ['to=781%252D555%252D0123', '781%252D555%252D0123'],
  ['to=781%C2%A0555%C2%A00123', '781%C2%A0555%C2%A00123'],
  ['to=781%E2%80%93555%E2%80%930123', '781%E2%80%93555%E2%80%930123'],
  ['call &#43;17815550123', '17815550123'],
  ['call &#x2B;1 781 555 0123', '1 781 555 0123'],
  ['call &plus;17815550123', '17815550123'],
  ['call =2B17815550123', '17815550123'],
  ['{\\x2217815550123\\x22}', '17815550123'],
])('finds a number whose signs are escapes in %j', (text, expected) => {
  expect(found(text)).toEqual([expected])
})

it.each([
  'to=%252B447815550123',
  'to=%252B7%2520781%2520555%25200123',
  'call &#43;447815550123',
  'call &plus;7815550123',
  'call =2B447815550123',
  'to=44%252D7815550123',
  'id=%2578155501234',
])('leaves a number of another country, or a longer one, in %j', (text) => {
  expect(found(text)).toEqual([])
})

const signs = ['%40', '%2540', '%252540', '&#64;', '&#064;', '&#x40;', '&commat;', '\\u0040', '\\x40', '=40', '\uff20']

it.each(signs)('finds an address whose sign is written %j', (sign) => {
  for (const name of ['ann', 'ada.example']) {
    const written = `${name}${sign}example.com`
    for (const [before, after] of [
      ['', ''],
      ['x=', '&y'],
      ['"', '"'],
      ['%2522', '%2522'],
      ['#011', ' '],
      ['\\x22', '\\x22'],
    ] as const)
      expect(found(`${before}${written}${after}`)).toEqual([written])
  }
  for (const other of [
    `joann${sign}example.com`,
    `ann${sign}example.com.org`,
    `ann${sign}example.org`,
    `jo.ann${sign}example.com`,
  ])
    expect(found(other)).toEqual([])
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

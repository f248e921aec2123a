/** Two people's numbers in one text: each is found by itself, and neither's mask touches the other's digits. */

import { beforeAll, describe, expect, it } from 'vitest'

import { builtKernel } from '../../../products/log-files/searching.ts'
import { engines } from '../../../support/engines.ts'
import { person } from '../../../support/people.ts'
import { column, document, log, type Store } from './stores.ts'

beforeAll(async () => {
  await builtKernel()
})

const stores: readonly (readonly [name: string, store: Store])[] = [
  ...engines.flatMap((engine) =>
    (['address', 'text'] as const).map(
      (kind) => [`an ${kind} column of ${engine.name}`, column(engine, kind)] as const,
    ),
  ),
  ['a log', log],
  ['a JSON document', document],
]

const between = ['/', ' / ', ';', '; ', '|', ' | ', ',', ', ', ' or ', ' & ', ' and ', ' oder '] as const

/** Each as submitted, and how both stand in a text. */
const pairs = [
  ['555-0142', '555-0100', '555-0142', '555-0100'],
  ['5550142', '5550100', '555-0142', '5550100'],
  ['5550142', '5550100', '5550142', '5550100'],
  ['781-555-0142', '+1 978 555 0100', '781-555-0142', '978-555-0100'],
  ['781-555-0142', '+1 978 555 0100', '(781) 555-0142', '(978) 555-0100'],
  ['781-555-0142', '+1 978 555 0100', '+1 781 555 0142', '+1 978 555 0100'],
  ['781-555-0142', '+1 978 555 0100', '7815550142', '9785550100'],
] as const

const texts = pairs.flatMap(([ann, bob, ofAnn, ofBob]) =>
  between.flatMap((sign) => [
    { ann, bob, ofAnn, ofBob, text: `${ofAnn}${sign}${ofBob}` },
    { ann, bob, ofAnn, ofBob, text: `${ofBob}${sign}${ofAnn}` },
  ]),
)

describe.each(stores)('in %s', (_, store) => {
  it.each(['ann', 'bob'] as const)('%s is found beside the other, who is left as it was', async (name) => {
    const other = name === 'ann' ? 'ofBob' : 'ofAnn'
    const own = name === 'ann' ? 'ofAnn' : 'ofBob'
    const values = [...new Set(texts.map((text) => text[name]))]
    const who = person(
      '1.consumer-1',
      values.map((value) => ['phone', value] as const),
    )
    const { found, left, remaining } = await store(
      who,
      texts.map(({ text }) => text),
    )
    expect(texts.filter((_text, i) => found[i] !== true).map(({ text }) => text)).toEqual([])
    expect(remaining).toBe(0)
    if (left === null) return
    expect(texts.flatMap((text, i) => (left[i]?.includes(text[other]) === true ? [] : [left[i]]))).toEqual([])
    expect(texts.flatMap((text, i) => (left[i]?.includes(text[own]) === true ? [left[i]] : []))).toEqual([])
  })
})

const oneNumber = [
  ['DE', '+49 3322 1234567', ['+49 (0)3322/1234567', '0049 3322/1234567', '03322/1234567']],
  ['DE', '+49 33201 123456', ['+49 (0)33201/123456', '0049 33201/123456']],
  ['US', '781-555-0142', ['781/555-0142', '1-781/555/0142', '+1 781/555-0142']],
] as const

/** The numbers that a slash, read as the end of one, would make of these. */
const parts = [
  ['DE', '1234567'],
  ['US', '5550142'],
] as const

describe('a slash behind an area code', () => {
  it.each(oneNumber)('stands within one number of %s: %s', async (country, value, written) => {
    const who = person('1.consumer-1', [['phone', value]], { country })
    for (const store of [log, document]) {
      expect((await store(who, written)).found).toEqual(written.map(() => true))
    }
  })

  it.each(parts)('begins no number of %s: %s', async (country, value) => {
    const who = person('1.consumer-1', [['phone', value]], { country })
    const written = oneNumber.flatMap(([of, , all]) => (of === country ? all : []))
    for (const store of [log, document]) {
      expect((await store(who, written)).found).toEqual(written.map(() => false))
    }
  })
})

it('digits of a path are no number behind another', async () => {
  const who = person('1.consumer-1', [['phone', '555-0142']])
  const { found } = await log(who, ['GET /calls/1234567/5550142 200', 'stored as a/20260102/5550142.wav'])
  expect(found).toEqual([false, false])
})

describe('digits in a link that dials them', () => {
  const dialled = [
    'tel:34.41.23.45',
    'TEL:34.41.23.45',
    'tel://34.41.23.45',
    '<tel:34.41.23.45>',
    'callto:34.41.23.45',
    'sms:34.41.23.45',
    'tel:34.41.23.45;ext=9',
    'sip:34.41.23.45@host.example',
    'sip:34.41.23.45;user=phone@host.example',
    'tel%3A34.41.23.45',
  ]
  const hosts = ['34.41.23.45', 'http://34.41.23.45/', 'sip:ann@34.41.23.45', 'hotel:34.41.23.45', 'sip:34.41.23.45']
  const number = person('1.consumer-1', [['phone', '34412345']])
  const host = person('1.consumer-1', [['ipaddr', '34.41.23.45']])

  it.each(stores)('are a number in %s, although they look like an address of the internet', async (_, store) => {
    const { found, left, remaining } = await store(number, dialled)
    expect(dialled.filter((_text, i) => found[i] !== true)).toEqual([])
    expect(remaining).toBe(0)
    for (const text of left ?? []) expect(text).not.toContain('34.41')
  })

  it('are none in a log without such a link, and within it no address of a host', async () => {
    expect((await log(number, hosts)).found).toEqual(hosts.map(() => false))
    expect((await log(host, hosts)).found).toEqual(hosts.map(() => true))
    const links = dialled.filter((text) => !text.startsWith('sip'))
    expect((await log(host, links)).found).toEqual(links.map(() => false))
  })
})

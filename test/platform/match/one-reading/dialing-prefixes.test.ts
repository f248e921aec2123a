/** What a telephone system dials before numbers outside of it is no part of them, where the settings say so. */

import { expect, it } from 'vitest'

import { parseIdentifier } from '../../../../src/platform/match/identifier.ts'
import { engines } from '../../../support/engines.ts'
import { person } from '../../../support/people.ts'
import { column, document, favorite, log, type Store } from './stores.ts'

const texts = [
  '97815550101',
  '917815550101',
  '9-781-555-0101',
  '9 (781) 555-0101',
  '9,7815550101',
  '9,17815550101',
  '9,,781-555-0101',
  '9,1 (781) 555-0101',
  'sip:97815550101@host.example',
  'sip:9,7815550101@host.example',
]
const others = ['8,781555010', '77815550101', '997815550101', '9,7815550102', '97815550102', '9,781555010']

const rules = { dialingPrefixes: ['9', '9,'] }
const ada = person('1.consumer-1', [['phone', '+1 781 555 0101']], rules)
const withoutRules = person('1.consumer-1', [['phone', '+1 781 555 0101']])

const stores: readonly (readonly [name: string, store: Store])[] = [
  ...engines.flatMap((engine) =>
    (['address', 'text'] as const).map(
      (kind) => [`a ${kind} column of ${engine.name}`, column(engine, kind, { tenant: rules })] as const,
    ),
  ),
  ['a log', log],
  ['a document', document],
  ['a favorite', favorite('phone', 'index')],
]

it.each(stores)('%s holds her number with what is dialled first', async (_, store) => {
  const { found, left, remaining } = await store(ada, [...texts, ...others])
  expect(found).toEqual([...texts.map(() => true), ...others.map(() => false)])
  expect(left?.slice(texts.length) ?? others).toEqual(others)
  expect(left?.slice(0, texts.length).filter((text) => text.includes('555')) ?? []).toEqual([])
  expect(remaining).toBe(0)
})

it.each(engines)('in an address of $name it is another number where the settings say nothing', async (engine) => {
  const { found } = await column(engine, 'address')(withoutRules, texts)
  expect(found).toEqual(texts.map(() => false))
})

it('is a prefix of valid numbers alone, and never of a number that is somebody’s with it', () => {
  const digits = (value: string): readonly string[] => {
    const parsed = parseIdentifier('phone', value, { country: 'US', form: 'on-premises', ...rules })
    return parsed.ok ? parsed.identifier.digits : []
  }
  // An Indian number: 91 is its country code.
  expect(digits('+91 98123 45678')).toContain('919812345678')
  expect(digits('+1 981 234 5678')).not.toContain('919812345678')
})

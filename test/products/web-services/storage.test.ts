/** Forms in which favorites may be stored, how people are recognised in them, and the way back to them. */

import { describe, expect, it } from 'vitest'

import { readJsonTree } from '../../../src/platform/http/json-tree.ts'
import { needlesOf } from '../../../src/platform/match/needles.ts'
import { partSetting } from '../../../src/products/web-services/favorites.ts'
import { isPart, locatorOf, placeOf } from '../../../src/products/web-services/places.ts'
import { recognise } from '../../../src/platform/match/recognise.ts'
import { subjects } from '../../contract/corpus.ts'

const part = (setting: unknown, ...favoriteAt: readonly string[]) => {
  const tree = readJsonTree(JSON.stringify(setting))
  if (tree === null) throw new Error('no JSON')
  const { favorites, loose } = partSetting(tree, favoriteAt)
  return { paths: favorites.map(({ path }) => path.join('/')), loose }
}

describe('a favorite is', () => {
  it('an item of a list that a pattern names, also where the list is written as a text', () => {
    expect(part({ name: 'a', value: [{ phones: ['1', '2'] }, '3'] }, '/value/#').paths).toEqual(['value/0', 'value/1'])
    expect(part({ name: 'a', value: '[{"phones":["1"]},{}]' }, '/value/#').paths).toEqual(['value/0', 'value/1'])
    expect(part({ value: [[{}, {}], [{}]] }, '/value/#/#').paths).toEqual(['value/0/0', 'value/0/1', 'value/1/0'])
  })

  it('a member of a map where a pattern says so', () => {
    const setting = { name: 'a', value: { f1: { phones: ['555'] }, f2: { phone: '777' } } }
    const loose = ['name', 'a', 'value']
    expect(part(setting, '/value/*')).toEqual({ paths: ['value/f1', 'value/f2'], loose })
    expect(part(setting, '/value/#').paths).toEqual([])
  })

  it('the setting itself when it holds plain values only', () => {
    expect(part({ name: 'a', phone: '1', fax: null }, '/value/#')).toEqual({ paths: [''], loose: [] })
  })

  it('never guessed: a favorite with lists in it would lose its number and keep its name', () => {
    const setting = { name: 'f1', value: { label: 'Ada', phones: ['555'] } }
    const { paths, loose } = part(setting, '/value/#')
    expect(paths).toEqual([])
    expect(loose).toEqual(expect.arrayContaining(['Ada', '555']))
  })
})

describe('a person is recognised', () => {
  const needles = needlesOf(subjects)
  const namedIn = (text: string) => [...recognise(needles, [text])].map(({ identifier }) => identifier.normal)

  it('by a number or address within a text', () => {
    for (const text of [
      'tel:+12125550101',
      'office (212) 555-0101, mobile 0',
      'sip:2125550101@example.com',
      '212-555-0101x12',
      '212 555 0101;ext=12',
      'Phone:2125550101.',
    ]) {
      expect(namedIn(text), text).toContain('+12125550101')
    }
    for (const text of ['mailto:ada.sample@example.com', 'Ada <Ada.Sample@Example.com>, Bob <b@example.com>']) {
      expect(namedIn(text), text).toEqual(['ada.sample@example.com'])
    }
  })

  it('by nothing within a longer number, address or word', () => {
    for (const text of [
      '92125550101',
      '21255501011',
      'a2125550101',
      '2125550101b',
      'xada.sample@example.com',
      'ada.sample@example.com.example.org',
      '+2125550101',
      '1'.repeat(100_000),
      'a@'.repeat(50_000),
    ]) {
      expect(namedIn(text), text.slice(0, 40)).toEqual([])
    }
  })
})

describe('a locator', () => {
  const user = { kind: 'user', id: '1e6def1758784546a610039f94bf254d' } as const

  it('leads back to the setting, whatever its name', () => {
    for (const name of ['a', 'a/b', '~', '@', 'ü ~@%', '', 'x'.repeat(3000)]) {
      const place = placeOf(locatorOf(user, name, name, ['value', '0']))
      expect(place).toMatchObject({ root: user })
      expect(place !== null && isPart(name, place.group) && isPart(name, place.key)).toBe(true)
      expect(place !== null && isPart('b', place.key)).toBe(false)
    }
  })

  it('fits into 255 characters and tells places apart', () => {
    const long = 'ü'.repeat(400)
    const paths = [
      ['value', '0'],
      ['value', '1'],
      [long, '0'],
      [long, '1'],
    ] as const
    const locators = [null, 'k', long].flatMap((key) => paths.map((path) => locatorOf(user, long, key, path)))
    expect(Math.max(...locators.map(({ length }) => length))).toBeLessThanOrEqual(255)
    expect(new Set(locators).size).toBe(locators.length)
  })

  it('of another product is refused', () => {
    expect(placeOf('17')).toBeNull()
    expect(placeOf('row/1/2')).toBeNull()
  })
})

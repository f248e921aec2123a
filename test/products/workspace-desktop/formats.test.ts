/** Favorites in XML, JSON and key-value text: what is one, what its fields are, and what goes with it. */

import { describe, expect, it } from 'vitest'

import type { Profile } from '../../../src/products/workspace-desktop/favorites/favorite.ts'
import { namesOf } from '../../../src/products/workspace-desktop/favorites/names.ts'
import { readProfile } from '../../../src/products/workspace-desktop/favorites/read-profile.ts'
import { readSettings, type FavoriteNames } from '../../../src/products/workspace-desktop/settings.ts'
import { textWithoutSpans } from '../../../src/platform/text/encoded.ts'

function read(text: string, settings: Partial<FavoriteNames> = {}): Profile {
  const { favorites: names } = readSettings({ favorites: settings })
  const reading = readProfile(text, names.format, namesOf(names))
  if (!reading.ok) throw new Error(`${reading.format} ${reading.line}:${reading.column}`)
  return reading.profile
}

function fieldsIn(text: string, settings: Partial<FavoriteNames> = {}): readonly string[] {
  return read(text, settings).favorites.flatMap(({ fields }) => fields.map(({ kind, text }) => `${kind} ${text}`))
}

/** For every set of favorites: the text without them. */
function* withoutEach(text: string): Iterable<readonly [kept: readonly number[], text: string]> {
  const { favorites, spansOf } = read(text)
  for (let bits = 0; bits < 1 << favorites.length; bits++) {
    const isKept = (_: unknown, i: number): boolean => (bits & (1 << i)) !== 0
    const gone = new Set(favorites.filter((one, i) => !isKept(one, i)))
    yield [favorites.flatMap((one, i) => (isKept(one, i) ? [i] : [])), textWithoutSpans(text, spansOf(gone))]
  }
}

const numbered = [0, 1, 2, 3, 4]

describe('JSON', () => {
  it('stays whole whichever items go from a list', () => {
    const text = `{"a": [1], "Favorites" : [ ${numbered.map((i) => `{"Phone": "${i}"}`).join(' ,\n ')} ] , "b": 2}`
    for (const [kept, rest] of withoutEach(text)) {
      const favorites = kept.map((i) => ({ Phone: String(i) }))
      expect(JSON.parse(rest)).toEqual({ a: [1], Favorites: favorites, b: 2 })
      expect(rest.startsWith('{"a": [1], "Favorites" : [ ') && rest.endsWith(' ] , "b": 2}')).toBe(true)
    }
  })

  it('stays whole whichever members go from an object', () => {
    const text = `{"personalfavorites":{${numbered.map((i) => `"id${i}": {"Phone": "${i}"}`).join(',')}}}`
    for (const [kept, rest] of withoutEach(text)) {
      const favorites = Object.fromEntries(kept.map((i) => [`id${i}`, { Phone: String(i) }]))
      expect(JSON.parse(rest)).toEqual({ personalfavorites: favorites })
    }
  })

  it('has numbers in lists, as numbers, and deep inside a favorite', () => {
    const text = '{"x": [{"Favorites": [{"phones": 1, "Phone": ["1", {"Number": 2}], "deep": {"Mail": "a@b"}}, "x"]}]}'
    expect(fieldsIn(text)).toEqual(['unknown 1', 'phone 1', 'phone 2', 'email a@b', 'unknown x'])
  })

  it('is not searched where the settings leave it alone', () => {
    expect(fieldsIn('{"Recents": {"Favorites": [{"Phone": "1"}]}, "corporateFavorites": [{"Phone": "2"}]}')).toEqual([])
  })
})

describe('XML', () => {
  it('stays whole whichever elements go', () => {
    const text = `<p>\n${numbered.map((i) => ` <Favorite\r\n Phone='${i}'><a><b/></a></Favorite>\n`).join('')}</p>`
    for (const [kept, rest] of withoutEach(text)) {
      expect(read(rest).favorites.map(({ fields }) => fields[0]?.text)).toEqual(kept.map(String))
      expect(rest.replaceAll(/<Favorite[\s\S]*?<\/Favorite>/g, '')).toBe(`<p>\n${' \n'.repeat(5)}</p>`)
    }
  })

  it('reads entities, CDATA and prefixes as what they mean', () => {
    const text =
      '<a:p xmlns:a="x"><a:FAVORITE a:phone="&#49;2"><Email>a&#64;<![CDATA[b]]></Email>&lt;</a:FAVORITE></a:p>'
    expect(fieldsIn(text)).toEqual(['phone 12', 'email a@b', 'unknown <'])
    expect(read(text).favorites[0]?.raw.startsWith('<a:FAVORITE a:phone="&#49;2">')).toBe(true)
  })

  it('has numbers and addresses in lists, whatever their items are named', () => {
    const text = `<p xmlns:a="x"><Favorite><PhoneNumbers>
        <string>1</string><a:string>2</a:string><PhoneNumber>3</PhoneNumber><item><value>4</value></item>
      </PhoneNumbers><EmailAddresses><string>a@b</string></EmailAddresses><Name><string>5</string></Name></Favorite></p>`
    expect(fieldsIn(text)).toEqual(['phone 1', 'phone 2', 'phone 3', 'phone 4', 'email a@b', 'unknown 5'])
  })

  it('names no field of a favorite after what stands around the favorite', () => {
    const text = '<Phone>1<Favorite><Name>2</Name><x>3</x></Favorite></Phone>'
    expect(fieldsIn(text)).toEqual(['unknown 2', 'unknown 3'])
  })

  it('takes the outer one of two favorites, with the fields of both', () => {
    expect(fieldsIn('<p><Favorite><Favorite Phone="1"/><Phone>2</Phone></Favorite></p>')).toEqual([
      'phone 1',
      'phone 2',
    ])
  })

  it('does not take comments, processing instructions or text for favorites', () => {
    const text = '<p><!-- <Favorite Phone="1"/> --><?x <Favorite Phone="2"/> ?>&lt;Favorite Phone="3"/&gt;</p>'
    expect(fieldsIn(text)).toEqual([])
  })
})

describe('key-value text', () => {
  const text =
    '; c\r\nFavorites.a.b.Phone=1\r\n\r\n[s]\r\nFavorites.a.b.Email = a@b\r\nx=y\r\nfavorite.2.PHONE: 2\r\nFavorites.a.b.Name=N'

  it('has a favorite in all lines of one id and section', () => {
    expect(read(text).favorites.map(({ raw }) => raw)).toEqual([
      'Favorites.a.b.Phone=1',
      'Favorites.a.b.Email = a@b\r\nFavorites.a.b.Name=N',
      'favorite.2.PHONE: 2',
    ])
    expect(fieldsIn(text)).toEqual(['phone 1', 'email a@b', 'unknown N', 'phone 2'])
  })

  it('keeps every other line', () => {
    const all = [...withoutEach(text)].map(([, rest]) => rest)
    expect(all[0]).toBe('; c\r\n\r\n[s]\r\nx=y\r\n')
    expect(all.at(-1)).toBe(text)
  })
})

describe('the settings', () => {
  it('name favorites and fields as the site has them', () => {
    const names = { elements: ['Contact'], phones: ['*'], emails: ['*'] }
    expect(fieldsIn('<p><Favorite Phone="1"/><Contact x="2">3</Contact></p>', names)).toEqual([
      'phone 2',
      'email 2',
      'phone 3',
      'email 3',
    ])
    expect(fieldsIn('f/7/tel=5', { keys: ['f/$Id$/$Field$'], phones: ['tel'] })).toEqual(['phone 5'])
  })

  it('may hold a profile to one format', () => {
    expect(() => read('a=b', { format: 'xml' })).toThrow('XML 1:')
    expect(() => read('', { format: 'json' })).toThrow('JSON 1:')
    expect(read('').favorites).toEqual([])
  })
})

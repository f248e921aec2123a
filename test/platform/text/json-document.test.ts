/** Strict JSON is read within limits; everything else is told apart with its place. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { jsonLimits, readJson, type JsonReading } from '../../../src/platform/text/json-document.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
/** Keys of one letter are known ones. */
const read = (text: string): JsonReading => readJson(bytesOf(text), jsonLimits, (key) => key.length === 1)

function ruleOf(reading: JsonReading): string | null {
  return reading.ok ? null : reading.problem.rule
}

function sentenceOf(text: string): string {
  const reading = read(text)
  return reading.ok ? '' : reading.problem.message
}

describe('reading JSON', () => {
  it('takes UTF-8 with and without a byte order mark', () => {
    const text = '{"name":"Zoë"}'
    const reading = { ok: true, value: { name: 'Zoë' }, text, duplicates: [] }
    expect(read(text)).toEqual(reading)
    expect(read(`\uFEFF${text}`)).toEqual(reading)
  })

  it('names another encoding', () => {
    const wide = new Uint8Array(Buffer.from('{"a":1}', 'utf16le'))
    const marked = new Uint8Array([0xff, 0xfe, ...wide])
    const bigEndian = new Uint8Array([0xfe, 0xff, 0, 0x7b, 0, 0x7d])
    const widest = new Uint8Array([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0, 0x7d, 0, 0, 0])
    for (const bytes of [wide, marked, bigEndian]) {
      expect(readJson(bytes)).toMatchObject({
        ok: false,
        problem: { rule: 'encoding', message: expect.stringContaining('UTF-16') },
      })
    }
    expect(readJson(widest)).toMatchObject({ problem: { message: expect.stringContaining('UTF-32') } })
    expect(ruleOf(readJson(new Uint8Array([0x22, 0xff, 0x22])))).toBe('encoding')
  })

  it.each([
    ['a comment', '{\n  // note\n}', 'Line 2, column 3'],
    ['a trailing comma', '[\r\n1,\r\n]', 'Line 3, column 1'],
    ['an unclosed bracket', '{"a": [1\n', 'the bracket of line 1, column 7 is still open'],
    ['a second document', '{} {}', 'Line 1, column 4'],
    ['an unquoted key', '{a: 1}', 'Line 1, column 2'],
    ['a number with a leading zero', '[007]', 'Line 1, column 3'],
    ['a text over two lines', '["a\nb"]', 'Line 1, column 2'],
    ['a raw tab in a text', '["a\tb"]', 'Line 1, column 2'],
    ['a missing colon', '{"a" 1}', 'Line 1, column 6'],
    ['a wrong escape', '["\\q"]', 'Line 1, column 2'],
  ])('gives the place of %s', (_, text, place) => {
    expect(ruleOf(read(text))).toBe('json')
    expect(sentenceOf(text)).toContain(place)
  })

  it('finds every duplicate key, also when one is written with escapes', () => {
    const reading = read('{"a":1,"\\u0061":2,\n"b":[{"c":1},{"c":1,"c":2,"c":3}]}')
    expect(reading).toMatchObject({
      ok: true,
      value: { a: 2 },
      duplicates: [
        { pointer: '/a', rule: 'duplicate-key', message: expect.stringContaining('Line 1, column 8') },
        { pointer: '/b/1/c', rule: 'duplicate-key' },
        { pointer: '/b/1/c', rule: 'duplicate-key' },
      ],
    })
  })

  it.each(['jane@example.com', 'JaneDoe', 'jane'])('does not repeat the key %s, which may be personal', (key) => {
    const reading = read(`{"a":{"${key}":1,"${key}":2}}`)
    expect(reading).toMatchObject({ ok: true, duplicates: [{ pointer: '/a' }] })
    expect(JSON.stringify(reading.ok ? reading.duplicates : [])).not.toMatch(/jane/i)
  })

  it('keeps a key that would change what an object is', () => {
    const reading = read('{"__proto__":{"consumers":[]}}')
    expect(reading.ok && Object.keys(Object(reading.value))).toEqual(['__proto__'])
  })

  it('refuses nesting of any depth without running out of stack', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), '['.repeat(65) + ']'.repeat(65)]) {
      expect(ruleOf(read(text))).toBe('too-deep')
    }
    expect(read('['.repeat(64) + ']'.repeat(64)).ok).toBe(true)
  })

  it('is not led past the limit by brackets that only look quoted or commented out', () => {
    const deep = '['.repeat(100_000)
    for (const text of [`"\n${deep}`, `/*"*/${deep}`, `//"\r${deep}`, `"\\\n${deep}`, `"\\"\n${deep}`, `'"'${deep}`]) {
      expect(read(text).ok).toBe(false)
    }
  })

  it('refuses more values than it would take to memory', () => {
    expect(ruleOf(read(`[${'1,'.repeat(1_000_000)}1]`))).toBe('too-many-values')
  })

  it('tells an empty file', () => {
    for (const text of ['', ' \n', '\uFEFF']) expect(ruleOf(read(text))).toBe('empty')
  })

  it('agrees with the engine on what JSON is, and never throws', () => {
    const soup = fc.stringMatching(/^[{}[\]",:/*\\u10\-.eE+tfn \n\t\0é]{0,40}$/)
    fc.assert(
      fc.property(fc.oneof(soup, fc.json()), (text) => {
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        return read(text).ok === valid
      }),
      { numRuns: 3000 },
    )
  })

  it('reads any bytes without throwing and never repeats them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const reading = readJson(bytes)
        return reading.ok || reading.problem.message.length < 200
      }),
    )
  })
})

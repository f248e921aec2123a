/** The part of a SIP or TEL URI that is the person's. */

import { describe, expect, test } from 'vitest'

import { userPartOf, withinUri } from '../../../src/platform/match/reading/user-part.ts'

const partOf = (text: string): string | null => {
  const place = userPartOf(text)
  return place === null ? null : text.slice(place.start, place.end)
}

describe('the user part', () => {
  test.each([
    ['sip:+17815550101@10.0.0.1:5060;transport=udp', '+17815550101'],
    ['sips:7815550101;ext=1@gw.example.com', '7815550101;ext=1'],
    ['SIP:7815550101:secret@gw.example.com', '7815550101:secret'],
    ['<sip:7815550101@gw.example.com>;tag=1', '7815550101'],
    ['tel:+1-781-555-0101;phone-context=example.com', '+1-781-555-0101'],
    ['tel:7815550101', '7815550101'],
    ['sip://7815550101@gw.example.com', '7815550101'],
    ['sip:gw.example.com;lr', 'gw.example.com'],
  ])('of %s is %s', (text, part) => {
    expect(partOf(text)).toBe(part)
  })

  test.each([
    '7815550101',
    'Ada <sip:7815550101@gw.example.com>',
    'http://7815550101@example.com',
    'sip:',
    'sip:@host',
  ])('is none in %s: then the text as a whole is the person’s', (text) => {
    expect(partOf(text)).toBeNull()
  })

  test('is looked for within the place of a list where the number was read', () => {
    const text = 'sip:1@a.example, sip:7815550101@b.example'
    const place = { start: 17, end: text.length, entire: false }
    const { start, end, entire } = withinUri(text, place)
    expect([text.slice(start, end), entire]).toEqual(['7815550101', false])
    const whole = { start: 0, end: 10, entire: true }
    expect(withinUri('7815550101', whole)).toEqual(whole)
  })
})

/** Which submitted values become identifiers, and which are answered with a problem. */

import { describe, expect, it } from 'vitest'

import { identifierKinds, type IdentifierKind } from '../../../src/domain/identifier.ts'
import { longestValue, parseIdentifier, type IdentifierRules } from '../../../src/platform/match/identifier.ts'

const cloud: IdentifierRules = { country: 'US', form: 'cloud' }
const onPremises: IdentifierRules = { country: 'US', form: 'on-premises' }
const refused = { ok: false, problem: 'incorrect device format' }

function normal(kind: IdentifierKind, value: string, rules: IdentifierRules): string | null {
  const parsed = parseIdentifier(kind, value, rules)
  return parsed.ok ? parsed.identifier.normal : null
}

describe('a cloud request', () => {
  it('gives phones in international notation', () => {
    expect(normal('phone', '+1 781 555 1212', cloud)).toBe('+17815551212')
    expect(parseIdentifier('phone', '617 555 1313', cloud)).toEqual(refused)
    expect(parseIdentifier('phone', '+1-617-555-1313', cloud)).toEqual(refused)
    expect(parseIdentifier('phone', '+1 617', cloud)).toEqual(refused)
  })

  it('gives e-mail addresses with one @, a dotted domain and a proper local part', () => {
    expect(normal('email', 'Ann@Example.com', cloud)).toBe('ann@example.com')
    for (const value of ['ann', 'ann@localhost', 'a@b@example.com', 'a b@example.com', 'a..b@example.com']) {
      expect(parseIdentifier('email', value, cloud)).toEqual(refused)
    }
  })

  it('gives IPv4 or IPv6 addresses', () => {
    expect(normal('ipaddr', '10.10.10.10', cloud)).toBe('10.10.10.10')
    expect(normal('ipaddr', '2001:DB8::1', cloud)).toBe('2001:db8::1')
    expect(parseIdentifier('ipaddr', '10.10.10', cloud)).toEqual(refused)
  })
})

describe('an on-premises request', () => {
  it('gives phones with any usual separators', () => {
    expect(normal('phone', '(617) 555-1313', onPremises)).toBe('+16175551313')
    expect(normal('phone', '(555)-123-456', onPremises)).toBe('555123456')
    expect(normal('phone', '02890571321', { ...onPremises, country: 'GB' })).toBe('+442890571321')
    expect(parseIdentifier('phone', 'call me', onPremises)).toEqual(refused)
  })

  it('gives e-mail addresses with a display name, or of a host without a dot', () => {
    expect(normal('email', 'Ann Poe <ann@example.com>', onPremises)).toBe('ann@example.com')
    expect(normal('email', 'ann@mailhost', onPremises)).toBe('ann@mailhost')
  })

  it.each(['fbid', 'twid', 'wcid', 'name', 'username', 'employeeid'] as const)('takes %s as it is', (kind) => {
    expect(parseIdentifier(kind, ' Ann  Poe ', onPremises)).toEqual({
      ok: true,
      identifier: { kind, value: ' Ann  Poe ', normal: 'Ann  Poe', written: ['Ann  Poe'], digits: [] },
    })
  })
})

describe.each(identifierKinds)('a %s', (kind) => {
  it.each([
    ['is blank', '   '],
    ['is empty', ''],
    ['has a control character', '7815550123\u0000'],
    ['has a line break', '781555\n0123'],
    ['has half a surrogate pair', 'ann\ud800@example.com'],
    ['is longer than any value', '1'.repeat(longestValue + 1)],
  ])('that %s is malformed', (_, value) => {
    expect(parseIdentifier(kind, value, onPremises)).toEqual(refused)
  })
})

it('keeps the value as submitted, and digits for phones only', () => {
  const phone = parseIdentifier('phone', '781-555-0123', onPremises)
  expect(phone).toMatchObject({ ok: true, identifier: { kind: 'phone', value: '781-555-0123' } })
  expect(parseIdentifier('email', 'ann@example.com', onPremises)).toMatchObject({ identifier: { digits: [] } })
})

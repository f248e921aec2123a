/** One e-mail address in its many spellings. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { addressPart, canonicalEmail, emailSpellings, isConventionalEmail } from '../../../src/platform/match/email.ts'

describe('an e-mail address', () => {
  it.each([
    ['Ann.Poe@Example.COM', 'ann.poe@example.com'],
    ['  ann@example.com  ', 'ann@example.com'],
    ['Ann Poe <ann@example.com>', 'ann@example.com'],
    ['"ann@example.com" <Ann@example.com> ', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['ann+news@example.com', 'ann+news@example.com'],
    ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    ['ann@例え。テスト', 'ann@xn--r8jz45g.xn--zckzah'],
    ['JOSE\u0301@example.com', 'jos\u00e9@example.com'],
    ['a..b.@example.com', 'a..b.@example.com'],
    ['ann@localhost', 'ann@localhost'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalEmail(text)).toBe(canonical)
  })

  it.each([
    'ann',
    '@example.com',
    'ann@',
    'ann@b@example.com',
    'ann poe@example.com',
    'ann@exam ple.com',
    'ann@example..com',
    'ann@.example.com',
    'ann@-example.com',
    'ann@1.2',
    'ann@[192.0.2.1]',
    'ann@ex%61mple.com',
    'ann@xn--a',
    '"ann"@example.com',
    'ann@example.com, bob@example.com',
    'Ann <ann@example.com>, Bob <bob@example.com>',
    'ann(home)@example.com',
  ])('%s is none', (text) => {
    expect(canonicalEmail(text)).toBeNull()
  })

  it('is written with its domain in ASCII and in Unicode', () => {
    expect(emailSpellings('ann@xn--bcher-kva.example')).toEqual(['ann@xn--bcher-kva.example', 'ann@bücher.example'])
    expect(emailSpellings('ann@example.com')).toEqual(['ann@example.com'])
  })

  it('is conventional with a dot in the domain and no empty piece in the local part', () => {
    expect(isConventionalEmail('ann.poe@example.com')).toBe(true)
    expect(isConventionalEmail('ann@localhost')).toBe(false)
    expect(isConventionalEmail('ann..poe@example.com')).toBe(false)
    expect(isConventionalEmail('.ann@example.com')).toBe(false)
  })
})

describe('laws of e-mail addresses', () => {
  const local = fc.stringMatching(/^[a-zA-Z0-9_+]{1,12}(\.[a-zA-Z0-9ÄÖÜäöüñ]{1,8})?$/)
  const domain = fc.constantFrom('example.com', 'bücher.example', 'ÑANDÚ.example', 'mail.example.org', '例え.テスト')

  it('every spelling of an address is the same address', () => {
    fc.assert(
      fc.property(local, domain, fc.boolean(), (name, host, upper) => {
        const canonical = canonicalEmail(`${name}@${host}`) ?? ''
        const cased = upper ? `${name}@${host}`.toUpperCase() : `${name}@${host}`.toLowerCase()
        for (const text of [cased, `Somebody <${cased}>`, canonical, ...emailSpellings(canonical)]) {
          expect(canonicalEmail(text)).toBe(canonical)
        }
        for (const form of emailSpellings(canonical)) expect(addressPart(form)).toBe(form)
      }),
      { numRuns: 300 },
    )
  })

  it('different local parts stay different addresses', () => {
    fc.assert(
      fc.property(local, local, domain, (one, other, host) => {
        fc.pre(one.toLowerCase() !== other.toLowerCase())
        expect(canonicalEmail(`${one}@${host}`)).not.toBe(canonicalEmail(`${other}@${host}`))
      }),
      { numRuns: 300 },
    )
  })
})

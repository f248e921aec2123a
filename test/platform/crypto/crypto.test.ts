/** Names, secrets and pseudonyms. */

import { describe, expect, it } from 'vitest'

import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { pseudonym } from '../../../src/platform/crypto/pseudonym.ts'
import { randomId, randomSalt, randomToken } from '../../../src/platform/crypto/random.ts'

it('gives the SHA-256 of bytes and text in hexadecimal', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256('abc')).toBe(abc)
  expect(sha256(Buffer.from('abc'))).toBe(abc)
})

it('never gives the same random text twice', () => {
  for (const make of [randomId, randomSalt, randomToken]) {
    expect(new Set(Array.from({ length: 1000 }, make)).size).toBe(1000)
  }
  expect(randomToken()).toMatch(/^[0-9a-f]{24}$/)
  expect(randomSalt()).toMatch(/^[0-9a-f]{64}$/)
})

describe('a pseudonym', () => {
  it('is the same throughout a run, so that a resumed run writes it again', () => {
    const salt = randomSalt()
    expect(pseudonym(salt, '1.employee-1')).toBe(pseudonym(salt, '1.employee-1'))
  })

  it('differs between people and between runs', () => {
    const salts = Array.from({ length: 50 }, randomSalt)
    const names = salts.flatMap((salt) => Array.from({ length: 50 }, (_, n) => pseudonym(salt, `1.employee-${n + 1}`)))
    expect(new Set(names).size).toBe(2500)
  })

  it('is twelve letters and digits, whatever the subject', () => {
    for (let number = 1; number <= 100; number += 1) {
      expect(pseudonym('salt', `${number}.employee-${number}`)).toMatch(/^[a-z2-7]{12}$/)
    }
  })
})

/** Files of those who may sign, as OpenSSH reads them. */

import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import { maySign, readAllowedSigners, type AllowedSigner } from '../../../src/platform/crypto/allowed-signers.ts'
import { sshField } from '../../../src/platform/crypto/ssh-wire.ts'

function newKey(): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  const blob = Buffer.concat([sshField('ssh-ed25519'), sshField(Buffer.from(x, 'base64url'))])
  return `ssh-ed25519 ${blob.toString('base64')}`
}

const key = newKey()
const at = new Date('2026-03-01T12:00:00Z')

function signerIn(line: string): AllowedSigner {
  const { signers, problems } = readAllowedSigners(line)
  expect(problems).toEqual([])
  const [signer] = signers
  if (signer === undefined) throw new Error('no signer')
  return signer
}

describe('a line of it', () => {
  test('names people and a key, with blanks, tabs and remarks around', () => {
    const { signers, problems } = readAllowedSigners(
      `# privacy\r\n\r\n  rosa@example.com,rosa \t ${key}  Rosa's laptop\r\n\nliam@example.com ${newKey()}\n`,
    )
    expect(problems).toEqual([])
    expect(signers.map(({ principals }) => principals)).toEqual([['rosa@example.com', 'rosa'], ['liam@example.com']])
  })

  test.each([
    ['namespaces="approval@lethe"', true],
    ['namespaces="file,approval@*"', true],
    ['namespaces="approval@leth?"', true],
    ['NAMESPACES="approval@lethe"', true],
    ['namespaces="file"', false],
    ['namespaces="*,!approval@lethe"', false],
    ['namespaces="approval.lethe"', false],
    ['valid-after="20260201"', true],
    ['valid-after="20260301120000Z"', true],
    ['valid-after="20260301120001Z"', false],
    ['valid-before="20260301120000Z"', false],
    ['valid-before="20260301120001Z"', true],
    ['valid-after="20260101",valid-before="20261231",namespaces="approval@lethe"', true],
    ['valid-after="20250101",valid-before="20251231"', false],
  ])('with %s may sign: %s', (options, may) => {
    expect(maySign(signerIn(`rosa ${options} ${key}`), 'approval@lethe', at)).toBe(may)
  })

  test('may have its names in quotation marks, which are none of them', () => {
    expect(signerIn(`"rosa@example.com,rosa" ${key}`).principals).toEqual(['rosa@example.com', 'rosa'])
    expect(signerIn(`"rosa@example.com" namespaces="approval@lethe" ${key}`).principals).toEqual(['rosa@example.com'])
  })

  test('without options may sign for whatever purpose', () => {
    expect(maySign(signerIn(`rosa ${key}`), 'approval@lethe', at)).toBe(true)
  })

  test.each([
    ['rosa', 'behind the name must stand the kind of key and the key'],
    ['rosa ssh-ed25519', 'behind the name must stand the kind of key and the key'],
    ['rosa ssh-ed25519 AAAA', 'its key cannot be read, or is of a kind that does not sign decisions'],
    [`rosa ssh-rsa ${key.split(' ')[1] ?? ''}`, 'its key cannot be read, or is of a kind that does not sign decisions'],
    [`rosa cert-authority ${key}`, '`cert-authority` is not taken: list the keys of the people themselves'],
    [`rosa no-touch ${key}`, 'it has an option that nobody knows'],
    [`rosa valid-after="20261301" ${key}`, '`valid-after` must be a time'],
    [`rosa valid-before="soon" ${key}`, '`valid-before` must be a time'],
    [`rosa namespaces=file ${key}`, 'the value of an option must stand in quotation marks'],
    [`rosa valid-before=20270101 ${key}`, 'the value of an option must stand in quotation marks'],
    [`rosa namespaces="file ${key}`, 'a quotation mark is not closed'],
  ])('that cannot be read lets nobody sign: %s', (line, message) => {
    const { signers, problems } = readAllowedSigners(`liam ${newKey()}\n${line}\n`)
    expect(signers).toHaveLength(1)
    expect(problems).toEqual([{ line: 2, message: expect.stringContaining(message) }])
  })
})

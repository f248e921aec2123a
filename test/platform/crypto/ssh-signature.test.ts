/** Signatures that the real ssh-keygen makes are told from all others; those of security keys are made by hand. */

import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, test } from 'vitest'

import { readSshSignatures } from '../../../src/platform/crypto/ssh-signature.ts'
import { readSshKey } from '../../../src/platform/crypto/ssh-key.ts'
import { sshField } from '../../../src/platform/crypto/ssh-wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'lethe-ssh-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const message = Buffer.from('{"plan":"abc","decision":"approve"}\n')

function keyOf(name: string, ...options: readonly string[]): string {
  const path = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', name, '-f', path, ...options])
  return path
}

function signedBy(key: string, namespace = 'approval@lethe', hash = 'sha512'): string {
  return execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-O', `hashalg=${hash}`, '-n', namespace, '-f', key], {
    input: message,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString()
}

const blobOf = (key: string): Buffer => Buffer.from(readFileSync(`${key}.pub`, 'utf8').split(' ')[1] ?? '', 'base64')

const kinds = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa-256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa-384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa-521', ['-t', 'ecdsa', '-b', '521']],
  ['rsa-2048', ['-t', 'rsa', '-b', '2048']],
  ['rsa-3072', ['-t', 'rsa', '-b', '3072']],
] as const

describe.each(kinds)('a signature by an %s key', (name, options) => {
  const key = keyOf(name, ...options)

  test.each(['sha256', 'sha512'])('over a %s digest is of the message, the key and the purpose', (hash) => {
    const [signature, ...more] = readSshSignatures(signedBy(key, 'approval@lethe', hash))
    expect(more).toEqual([])
    expect(signature?.namespace).toBe('approval@lethe')
    const printed = execFileSync('ssh-keygen', ['-l', '-f', `${key}.pub`]).toString()
    expect(printed).toContain(signature?.key.fingerprint)
    expect(signature?.isOf(message)).toBe(true)
    expect(signature?.isOf(Buffer.from(`${message.toString()} `))).toBe(false)
  })

  test('is none any more when a bit of it is another, wherever', () => {
    const text = signedBy(key)
    const lines = text.trim().split('\n')
    const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64')
    const passed: number[] = []
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const armored = [lines[0], flipped.toString('base64'), lines.at(-1)].join('\n')
      const [signature] = readSshSignatures(armored)
      const isSame = signature?.namespace === 'approval@lethe' && signature.isOf(message)
      if (isSame && signature.key.fingerprint === readSshKey(blobOf(key))?.fingerprint) passed.push(at)
    }
    expect(passed).toEqual([])
  })

  test('is told for what it was made', () => {
    expect(readSshSignatures(signedBy(key, 'file')).map((one) => one?.namespace)).toEqual(['file'])
  })
})

describe('a file of signatures', () => {
  test('may hold those of several people, one after the other', () => {
    const [one, two] = [keyOf('first', '-t', 'ed25519'), keyOf('second', '-t', 'ecdsa')]
    const signatures = readSshSignatures(`${signedBy(one)}\r\n${signedBy(two)}`)
    expect(signatures.map((signature) => signature?.isOf(message))).toEqual([true, true])
    expect(new Set(signatures.map((signature) => signature?.key.fingerprint)).size).toBe(2)
  })

  test.each([
    ['', 0],
    ['-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----', 0],
    ['-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----', 1],
    ['-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----', 1],
  ])('that holds none says so: %j', (text, found) => {
    expect(readSshSignatures(text)).toEqual(Array.from({ length: found }, () => null))
  })
})

describe('keys that sign no decisions', () => {
  test('are those of RSA that are too short', () => {
    expect(readSshKey(blobOf(keyOf('short', '-t', 'rsa', '-b', '1024')))).toBeNull()
  })

  test('and bytes that are no key', () => {
    const key = blobOf(keyOf('cut', '-t', 'ed25519'))
    for (const bytes of [
      Buffer.alloc(0),
      key.subarray(0, 20),
      Buffer.concat([key, Buffer.alloc(1)]),
      Buffer.from('x'),
    ]) {
      expect(readSshKey(bytes)).toBeNull()
    }
  })
})

/** The device's part, as PROTOCOL.u2f has it. */
function deviceSignature(key: KeyObject, { type, flags, value }: DeviceMarks): string {
  const application = Buffer.from('ssh:')
  const blob = Buffer.concat([type, ...value.fields, application].map(sshField))
  const sha = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
  const head = [Buffer.from('approval@lethe'), Buffer.alloc(0), Buffer.from('sha512')]
  const digest = createHash('sha512').update(message).digest()
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...[...head, digest].map(sshField)])
  const marks = Buffer.from([flags, 0, 0, 0, 7])
  const raw = value.sign(Buffer.concat([sha(application), marks, sha(signed)]), key)
  const signature = Buffer.concat([sshField(type), sshField(raw), marks])
  const version = Buffer.from([0, 0, 0, 1])
  const bytes = Buffer.concat([Buffer.from('SSHSIG'), version, ...[blob, ...head, signature].map(sshField)])
  return `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`
}

interface DeviceMarks {
  readonly type: Buffer
  readonly flags: number
  readonly value: { readonly fields: readonly Buffer[]; readonly sign: (bytes: Buffer, key: KeyObject) => Buffer }
}

function mpint(bytes: Buffer): Buffer {
  const lead = bytes.findIndex((byte) => byte !== 0)
  const short = bytes.subarray(Math.max(lead, 0))
  return (short[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), short]) : short
}

function devices(): readonly (readonly [string, KeyObject, DeviceMarks])[] {
  const ed = generateKeyPairSync('ed25519')
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x: edX = '' } = ed.publicKey.export({ format: 'jwk' })
  const { x = '', y = '' } = ec.publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const signEc = (bytes: Buffer, key: KeyObject): Buffer => {
    const raw = sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
    return Buffer.concat([raw.subarray(0, 32), raw.subarray(32)].map((part) => sshField(mpint(part))))
  }
  const edValue = {
    fields: [Buffer.from(edX, 'base64url')],
    sign: (bytes: Buffer, key: KeyObject) => sign(null, bytes, key),
  }
  const ecValue = { fields: [Buffer.from('nistp256'), point], sign: signEc }
  return [
    ['ed25519', ed.privateKey, { type: Buffer.from('sk-ssh-ed25519@openssh.com'), flags: 1, value: edValue }],
    ['ecdsa', ec.privateKey, { type: Buffer.from('sk-ecdsa-sha2-nistp256@openssh.com'), flags: 1, value: ecValue }],
  ]
}

describe.each(devices())('a signature by an %s security key', (name, key, marks) => {
  test('is taken where somebody has touched the key, as the real verifier takes it', () => {
    const text = deviceSignature(key, marks)
    const [signature] = readSshSignatures(text)
    expect(signature?.isOf(message)).toBe(true)
    expect(signature?.isOf(Buffer.from('another'))).toBe(false)
    const blob = Buffer.concat([marks.type, ...marks.value.fields, Buffer.from('ssh:')].map(sshField))
    const [signers, signed] = [join(folder, `signers-${name}`), join(folder, `device-${name}.sig`)]
    writeFileSync(signers, `rosa ${marks.type.toString()} ${blob.toString('base64')}\n`)
    writeFileSync(signed, text)
    const verify = ['-q', '-Y', 'verify', '-f', signers, '-I', 'rosa', '-n', 'approval@lethe', '-s', signed]
    expect(() => execFileSync('ssh-keygen', verify, { input: message, stdio: 'pipe' })).not.toThrow()
  })

  test('is not where nobody has', () => {
    const [signature] = readSshSignatures(deviceSignature(key, { ...marks, flags: 0 }))
    expect(signature?.isOf(message)).toBe(false)
  })
})

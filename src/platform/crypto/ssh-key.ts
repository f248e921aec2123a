/** Public keys as OpenSSH writes them, for the kinds that sign decisions; whether such a key made a signature. */

import { createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto'

import { SshReader } from './ssh-wire.ts'

export interface SshPublicKey {
  /** `ssh-ed25519` and its kin. */
  readonly type: string
  /** As OpenSSH prints it: `SHA256:` and Base64. */
  readonly fingerprint: string
  /** Of these very bytes; `signature` with the name of its algorithm before it. False for whatever is no signature of the key. */
  readonly hasSigned: (bytes: Buffer, signature: Buffer) => boolean
}

/** Null for bytes that are no key, and for kinds that are not taken: DSA, certificates, RSA of less than 2048 bits. */
export function readSshKey(blob: Buffer): SshPublicKey | null {
  try {
    const reader = new SshReader(blob)
    const type = reader.text()
    const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined
    const hasSigned = read?.(reader) ?? null
    if (hasSigned === null || !reader.isAtEnd) return null
    return { type, fingerprint: fingerprintOf(blob), hasSigned: whileReadable(hasSigned) }
  } catch {
    return null
  }
}

function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

type HasSigned = SshPublicKey['hasSigned']
type ReadKind = (reader: SshReader) => HasSigned | null

const shortestRsaBits = 2048

const kinds: Readonly<Record<string, ReadKind>> = {
  'ssh-ed25519': (reader) => signedPlainly(ed25519(reader.field()), { 'ssh-ed25519': ed25519Rules }),
  'ecdsa-sha2-nistp256': (reader) => ecdsa(reader, 'P-256', 'sha256'),
  'ecdsa-sha2-nistp384': (reader) => ecdsa(reader, 'P-384', 'sha384'),
  'ecdsa-sha2-nistp521': (reader) => ecdsa(reader, 'P-521', 'sha512'),
  'ssh-rsa': (reader) => {
    const [e, n] = [reader.integer(), reader.integer()]
    if (n.length * 8 < shortestRsaBits) return null
    const key = keyFrom({ kty: 'RSA', e: e.toString('base64url'), n: n.toString('base64url') })
    // `ssh-rsa` itself stands for SHA-1.
    return signedPlainly(key, { 'rsa-sha2-512': rsaRules('sha512'), 'rsa-sha2-256': rsaRules('sha256') })
  },
  'sk-ssh-ed25519@openssh.com': (reader) => {
    const key = ed25519(reader.field())
    return signedByDevice({ type: 'sk-ssh-ed25519@openssh.com', application: reader.field() }, key, ed25519Rules)
  },
  'sk-ecdsa-sha2-nistp256@openssh.com': (reader) => {
    const key = pointOn('P-256', reader)
    const rules = key === null ? null : ecdsaRules('P-256', 'sha256')
    const of = { type: 'sk-ecdsa-sha2-nistp256@openssh.com', application: reader.field() }
    return key === null || rules === null ? null : signedByDevice(of, key, rules)
  },
}

/** How the bytes of a signature are told from the key's algorithm. */
interface Rules {
  readonly hash: string | null
  /** In the form that `node:crypto` takes. */
  readonly signatureFrom: (bytes: Buffer) => Buffer
}

const ed25519Rules: Rules = { hash: null, signatureFrom: (bytes) => bytes }

function rsaRules(hash: string): Rules {
  return { hash, signatureFrom: (bytes) => bytes }
}

type Curve = 'P-256' | 'P-384' | 'P-521'
const coordinateBytes: Readonly<Record<Curve, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }
const curveNames: Readonly<Record<Curve, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' }

function ecdsaRules(curve: Curve, hash: string): Rules {
  const width = coordinateBytes[curve]
  const signatureFrom = (bytes: Buffer): Buffer => {
    const reader = new SshReader(bytes)
    return Buffer.concat([reader.integer(), reader.integer()].map((part) => padded(part, width)))
  }
  return { hash, signatureFrom }
}

function ecdsa(reader: SshReader, curve: Curve, hash: string): HasSigned | null {
  const key = pointOn(curve, reader)
  return key === null ? null : signedPlainly(key, { [`ecdsa-sha2-${curveNames[curve]}`]: ecdsaRules(curve, hash) })
}

/** Uncompressed points alone, as OpenSSH has it. */
function pointOn(curve: Curve, reader: SshReader): KeyObject | null {
  const [name, point] = [reader.text(), reader.field()]
  const width = coordinateBytes[curve]
  if (name !== curveNames[curve] || point.length !== 1 + 2 * width || point[0] !== 4) return null
  const [x, y] = [point.subarray(1, 1 + width), point.subarray(1 + width)]
  return keyFrom({ kty: 'EC', crv: curve, x: x.toString('base64url'), y: y.toString('base64url') })
}

function ed25519(bytes: Buffer): KeyObject {
  return keyFrom({ kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') })
}

function keyFrom(jwk: JsonWebKey): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' })
}

function padded(bytes: Buffer, width: number): Buffer {
  if (bytes.length > width) throw new RangeError('the number is larger than the curve')
  return Buffer.concat([Buffer.alloc(width - bytes.length), bytes])
}

function isSignature(key: KeyObject, { hash, signatureFrom }: Rules, [bytes, signature]: readonly Buffer[]): boolean {
  if (bytes === undefined || signature === undefined) return false
  return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, signatureFrom(signature))
}

function signedPlainly(key: KeyObject, algorithms: Readonly<Record<string, Rules>>): HasSigned {
  return (bytes, signature) => {
    const reader = new SshReader(signature)
    const algorithm = reader.text()
    const rules = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined
    const value = reader.field()
    return rules !== undefined && reader.isAtEnd && isSignature(key, rules, [bytes, value])
  }
}

/** The device says that somebody touched it. */
const touched = 0x01

/** A security key signs the digest of the bytes between its own marks (OpenSSH, PROTOCOL.u2f). */
function signedByDevice(
  of: { readonly type: string; readonly application: Buffer },
  key: KeyObject,
  rules: Rules,
): HasSigned {
  return (bytes, signature) => {
    const reader = new SshReader(signature)
    if (reader.text() !== of.type) return false
    const value = reader.field()
    const marks = reader.take(5)
    const flags = marks[0] ?? 0
    const sha256 = (content: Buffer): Buffer => createHash('sha256').update(content).digest()
    const signed = Buffer.concat([sha256(of.application), marks, sha256(bytes)])
    return reader.isAtEnd && (flags & touched) !== 0 && isSignature(key, rules, [signed, value])
  }
}

function whileReadable(hasSigned: HasSigned): HasSigned {
  return (bytes, signature) => {
    try {
      return hasSigned(bytes, signature)
    } catch {
      return false
    }
  }
}

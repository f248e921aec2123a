/** Signatures as `ssh-keygen -Y sign` makes them (OpenSSH, PROTOCOL.sshsig): by which key, and for what. */

import { createHash } from 'node:crypto'

import { readSshKey, type SshPublicKey } from './ssh-key.ts'
import { sshField, SshReader } from './ssh-wire.ts'

export interface SshSignature {
  readonly key: SshPublicKey
  /** What it was made for: a signature for another purpose says nothing here. */
  readonly namespace: string
  readonly isOf: (message: Buffer) => boolean
  /** As it would be written, whatever blanks it came with. */
  readonly armored: string
}

const magic = 'SSHSIG'
const armor = /-----BEGIN SSH SIGNATURE-----\s([A-Za-z0-9+/=\s]+?)\s-----END SSH SIGNATURE-----/g
const hashes: ReadonlySet<string> = new Set(['sha256', 'sha512'])

/** Every signature that the text holds, in its order; null in place of one that cannot be read or whose kind of key is not taken. */
export function readSshSignatures(text: string): readonly (SshSignature | null)[] {
  return [...text.matchAll(armor)].map(([, encoded = '']) => {
    try {
      return readSignature(Buffer.from(encoded, 'base64'))
    } catch {
      return null
    }
  })
}

function readSignature(bytes: Buffer): SshSignature | null {
  const reader = new SshReader(bytes)
  if (reader.take(magic.length).toString('latin1') !== magic || reader.number() !== 1) return null
  const key = readSshKey(reader.field())
  const [namespace, reserved, hash, signature] = [reader.text(), reader.field(), reader.text(), reader.field()]
  if (key === null || !hashes.has(hash) || !reader.isAtEnd) return null
  const isOf = (message: Buffer): boolean => {
    const digest = createHash(hash).update(message).digest()
    const signed = Buffer.concat([Buffer.from(magic), ...[namespace, reserved, hash, digest].map(sshField)])
    return key.hasSigned(signed, signature)
  }
  return { key, namespace, isOf, armored: armorOf(bytes) }
}

function armorOf(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? []
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`
}

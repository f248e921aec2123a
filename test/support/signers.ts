/** Approvers whose keys are made and used in this process, for those who sign by the thousand. */

import { createHash, generateKeyPairSync, sign } from 'node:crypto'

import { sshField } from '../../src/platform/crypto/ssh-wire.ts'

export interface MemorySigner {
  /** As a line of the approvers' file has it. */
  readonly line: string
  readonly signed: (text: string, namespace?: string) => string
}

export function memorySigner(principal: string): MemorySigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const type = 'ssh-ed25519'
  const blob = Buffer.concat([sshField(type), sshField(Buffer.from(x, 'base64url'))])
  return {
    line: `${principal} ${type} ${blob.toString('base64')}`,
    signed: (text, namespace = 'approval@lethe') => {
      const head = [namespace, '', 'sha512'].map(sshField)
      const digest = sshField(createHash('sha512').update(text).digest())
      const raw = sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...head, digest]), privateKey)
      const signature = sshField(Buffer.concat([sshField(type), sshField(raw)]))
      const bytes = Buffer.concat([Buffer.from('SSHSIG\0\0\0\u0001', 'latin1'), sshField(blob), ...head, signature])
      return `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`
    },
  }
}

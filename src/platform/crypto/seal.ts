/** Seals: tell whether a text was written by whoever has the secret, to nobody but who has it too. */

import { createHmac, timingSafeEqual, type BinaryLike } from 'node:crypto'

import { fingerprintWith, type Fingerprint } from './fingerprint.ts'

export interface Seal {
  readonly of: (text: string) => string
  /** Takes anything for a seal, and the same time for each. */
  readonly isOf: (text: string, seal: unknown) => boolean
  /** Of what is kept without anybody being able to tell what it was. */
  readonly fingerprint: Fingerprint
  /** Tells one secret from another, and neither from what is sealed with it. */
  readonly mark: string
}

export function sealWith(secret: BinaryLike): Seal {
  const digest = (purpose: string, text: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest()
  return {
    of: (text) => digest('seal', text).toString('base64url'),
    isOf: (text, seal) => {
      const given = Buffer.from(typeof seal === 'string' ? seal : '', 'base64url')
      const wanted = digest('seal', text)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
    fingerprint: fingerprintWith(digest('fingerprint', '')),
    mark: digest('mark', '').subarray(0, 12).toString('base64url'),
  }
}

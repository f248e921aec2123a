/** Keyed fingerprints: tell whether a text is a known one, to whoever has the key, without the text being kept. */

import { createHmac, type BinaryLike } from 'node:crypto'

/** 128 bits of HMAC-SHA-256: two texts share one by chance never in practice. */
const bytes = 16

export type Fingerprint = (text: string) => string

export function fingerprintWith(key: BinaryLike): Fingerprint {
  return (text) => createHmac('sha256', key).update(text).digest().subarray(0, bytes).toString('base64url')
}

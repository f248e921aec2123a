/** Digests: what a file is known by, and nothing that leads back to a person. */

import { createHash } from 'node:crypto'

/** SHA-256 in lower-case hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}

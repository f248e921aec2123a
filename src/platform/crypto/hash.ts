/** Digests: what a file is known by, and nothing that leads back to a person. */

import { hash } from 'node:crypto'

/** SHA-256 in lower-case hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex')
}

/** The only source of randomness: ids, salts and the random part of temporary names. */

import { randomBytes, randomUUID } from 'node:crypto'

/** Names a run: a version 4 UUID. */
export function randomId(): string {
  return randomUUID()
}

/** The secret of a run that its pseudonyms come from: 256 bits in hexadecimal. */
export function randomSalt(): string {
  return randomBytes(32).toString('hex')
}

/** A short name that nobody else has: 96 bits in hexadecimal. */
export function randomToken(): string {
  return randomBytes(12).toString('hex')
}

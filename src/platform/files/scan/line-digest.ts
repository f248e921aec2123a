/** Tells a log that was begun anew from one that was only masked and appended to. */

import { unitOf, type Encoding } from './encoding.ts'
import type { ReadBytes } from './window.ts'

const reach = 1024

/**
 * A digest of the distances of the line ends before a place. Masking never touches a line end, so it stays the same
 * while the log is masked and appended to, and differs in a log that was begun anew. It says nothing about anybody.
 * The encoding decides what a line end is: the byte of one is half of other characters in UTF-16.
 */
export function lineDigest(read: ReadBytes, offset: number, encoding: Encoding = 'utf-8'): string {
  const before = read(Math.max(0, offset - reach), offset)
  // FNV-1a twice, by distances instead of bytes: against chance alone, nobody gains by a log with the same digest.
  let [first, second] = [0x811c9dc5, 0x01000193]
  for (let at = before.indexOf(0x0a); at >= 0; at = before.indexOf(0x0a, at + 1)) {
    if (!isLineEnd(before, at, encoding)) continue
    const distance = before.length - at
    first = Math.imul(first ^ distance, 0x01000193)
    second = Math.imul(second ^ distance, 0x85ebca6b)
  }
  return hexOf(first) + hexOf(second)
}

function hexOf(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}

/** Of UTF-16 a whole unit, counted from the place backwards: what is before a place are whole units. */
function isLineEnd(before: Uint8Array, at: number, encoding: Encoding): boolean {
  if (unitOf(encoding) === 1) return true
  const isLow = (before.length - at) % 2 === (encoding === 'utf-16le' ? 0 : 1)
  return isLow && before[encoding === 'utf-16le' ? at + 1 : at - 1] === 0
}

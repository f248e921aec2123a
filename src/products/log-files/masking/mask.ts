/** What a value becomes: as many mask characters as it has bytes, or the fixed `***`. */

import { decode, unitOf, type Encoding } from '../../../platform/files/scan/encoding.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Same length in bytes, in the log's encoding. */
export function maskOfLength(length: number, character: string, encoding: Encoding): Buffer {
  if (unitOf(encoding) === 1) return Buffer.alloc(length, character, 'latin1')
  const mask = Buffer.alloc(length, character, 'utf16le')
  return encoding === 'utf-16be' ? mask.swap16() : mask
}

function decodedText(raw: Uint8Array, encoding: Encoding): string {
  return decoder.decode(decode(raw, encoding, 0).bytes.slice())
}

/** `found`: what was recorded. `masked`: nothing of it is left. `partly`: a masking was cut off, or another one overlaps. */
export type Seen = 'found' | 'masked' | 'partly' | 'different'

/** What a mask is written with. */
export interface MaskSign {
  readonly character: string
  readonly encoding: Encoding
}

/** Compares the bytes that stand in the log now with what was recorded. */
export function compare(now: Uint8Array, recorded: string, { character, encoding }: MaskSign): Seen {
  const mask = maskOfLength(now.length, character, encoding)
  if (now.length > 0 && mask.equals(now)) return 'masked'
  if (decodedText(now, encoding) === recorded) return 'found'
  // Byte by byte: a letter of two bytes that is masked is two characters.
  const original = encodedText(recorded, encoding)
  if (original.length !== now.length) return 'different'
  let isTouched = false
  for (const [n, byte] of now.entries()) {
    if (byte === original[n]) continue
    if (byte !== mask[n]) return 'different'
    isTouched = true
  }
  return isTouched ? 'partly' : 'different'
}

/** The bytes of a text in the log's encoding. */
export function encodedText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8' || encoding === 'latin1') return Buffer.from(text, encoding)
  const units = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? units.swap16() : units
}

/** What a value becomes: as many mask characters as it has bytes, its line ends kept, or the fixed `***`. */

import { decode, unitOf, type Encoding } from '../../../platform/files/scan/encoding.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What a mask is written with. */
export interface MaskSign {
  readonly character: string
  readonly encoding: Encoding
}

/** Same length in bytes, in the log's encoding. Line ends stay: they are how a log that was begun anew is told. */
export function maskOver(bytes: Uint8Array, { character, encoding }: MaskSign): Buffer {
  const unit = unitOf(encoding)
  const mask = Buffer.alloc(bytes.length, character, unit === 1 ? 'latin1' : 'utf16le')
  if (encoding === 'utf-16be') mask.swap16()
  for (let place = 0; place < bytes.length; place += unit) {
    if (isLineEnd(bytes, place, encoding)) mask.set(bytes.subarray(place, place + unit), place)
  }
  return mask
}

function isLineEnd(bytes: Uint8Array, place: number, encoding: Encoding): boolean {
  const low = bytes[encoding === 'utf-16be' ? place + 1 : place]
  if (low !== 0x0a && low !== 0x0d) return false
  return unitOf(encoding) === 1 || bytes[encoding === 'utf-16be' ? place : place + 1] === 0
}

function decodedText(raw: Uint8Array, encoding: Encoding): string {
  return decoder.decode(decode(raw, encoding, 0).bytes.slice())
}

/** `found`: what was recorded. `masked`: nothing of it is left. `partly`: a masking was cut off, or another one overlaps. */
export type MaskState = 'found' | 'masked' | 'partly' | 'different'

/** Compares the bytes that stand in the log now with what was recorded. */
export function compare(now: Uint8Array, recorded: string, sign: MaskSign): MaskState {
  const { encoding } = sign
  const mask = maskOver(now, sign)
  const text = decodedText(now, encoding)
  if (now.length > 0 && mask.equals(now) && lineEndsIn(text) === lineEndsIn(recorded)) return 'masked'
  if (text === recorded) return 'found'
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

function lineEndsIn(text: string): string {
  return text.replaceAll(/[^\r\n]/g, '')
}

/** The bytes of a text in the log's encoding. */
export function encodedText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8' || encoding === 'latin1') return Buffer.from(text, encoding)
  const units = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? units.swap16() : units
}

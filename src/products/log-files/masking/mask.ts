/** What a value becomes: as many mask characters as it has bytes, or the fixed `***`. */

import { decode, unitOf, type Encoding } from '../reading/encoding.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Same length in bytes, in the log's encoding. */
export function maskOfLength(length: number, character: string, encoding: Encoding): Buffer {
  if (unitOf(encoding) === 1) return Buffer.alloc(length, character, 'latin1')
  const mask = Buffer.alloc(length, character, 'utf16le')
  return encoding === 'utf-16be' ? mask.swap16() : mask
}

export function decodedText(raw: Uint8Array, encoding: Encoding): string {
  return decoder.decode(decode(raw, encoding, 0).bytes.slice())
}

/** `found`: what was recorded. `masked`: nothing of it is left. `partly`: a masking was cut off, or another one overlaps. */
export type Seen = 'found' | 'masked' | 'partly' | 'different'

/** Compares what stands in the log now with what was recorded. */
export function compare(now: string, recorded: string, character: string): Seen {
  if (now === recorded) return 'found'
  if (now !== '' && now === character.repeat(now.length)) return 'masked'
  if (now.length !== recorded.length || !now.includes(character)) return 'different'
  for (let n = 0; n < now.length; n += 1) if (now[n] !== character && now[n] !== recorded[n]) return 'different'
  return 'partly'
}

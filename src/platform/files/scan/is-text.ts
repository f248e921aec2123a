/** Whether a log is text: in what is packed, encrypted or wide nobody would be found, and nobody would notice. */

import { isUtf8 } from 'node:buffer'

import { isControl } from '../../match/bytes/characters/bytes.ts'
import { decode, detectEncoding, type Encoding, type EncodingSetting } from './encoding.ts'

/** Bytes at the beginning of a log that tell. */
export const headSize = 4096

/** Small enough that a packed member of an archive shows among what is text around it. */
const windowSize = 512
/** A log that was emptied while its server wrote on begins with a hole; archives fill up their blocks. */
const shortestHole = 16

/** What is not the text that it would be read as. */
export const noTextCodes = ['binary', 'wide', 'mixed'] as const
export type NoText = (typeof noTextCodes)[number]

const sentences: Readonly<Record<NoText, string>> = {
  binary:
    'a log is packed, encrypted or otherwise no text (only .gz and .zip are read, once); unpack it, name its encoding ' +
    'in `encoding`, or leave it out of `paths`',
  wide: 'a log looks like UTF-16 without a byte order mark; set `encoding`, or convert it',
  mixed: 'a log changes from UTF-16 to another encoding; convert it',
}

export function sentenceOf(what: NoText): string {
  return sentences[what]
}

/** Why a log that begins like this cannot be read in the encoding of the settings; null when it can. */
export function whyNoText(head: Uint8Array, setting: EncodingSetting): string | null {
  if (isUtf32(head)) return 'a log is UTF-32, which is not read; convert it'
  const encoding = detectEncoding(head, setting)
  const told = encoding === 'utf-8' ? headFlaw(head, setting) : decodedFlaw(head, encoding)
  return told === null ? null : sentenceOf(told)
}

/** What keeps bytes that are read as UTF-8 from being text; null when nothing does. */
export function textFlaw(bytes: Uint8Array): NoText | null {
  for (let start = 0; start < bytes.length; start += windowSize) {
    const flaw = windowFlaw(bytes.subarray(start, start + windowSize))
    if (flaw !== null) return flaw
  }
  return null
}

/** A short file may have no control byte by chance. Letters of most code pages are A0 and above. */
function headFlaw(head: Uint8Array, setting: EncodingSetting): NoText | null {
  const flaw = textFlaw(head)
  if (flaw !== null || setting !== 'auto' || head.length >= 128 || isUtf8(head)) return flaw
  return head.filter((byte) => byte >= 0x80 && byte < 0xa0).length > head.length / 16 ? 'binary' : null
}

/** Of anything that is read as UTF-16, one unit in thirty would be half a pair. */
function decodedFlaw(head: Uint8Array, encoding: Encoding): NoText | null {
  const { bytes } = decode(head.subarray(0, head.length - (head.length % 2)), encoding, 0)
  if (hasNarrowText(head, encoding)) return 'mixed'
  const halves = bytes.filter((byte, n) => byte === 0xed && (bytes[n + 1] ?? 0) >= 0xa0).length
  return halves > 1 && halves > head.length / 128 ? 'binary' : textFlaw(bytes)
}

/** Units of UTF-16 that are two letters of ASCII each, so many together that they are no ideographs by chance. */
const fewestNarrow = 24

export function hasNarrowText(raw: Uint8Array, encoding: Encoding): boolean {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return false
  let together = 0
  for (let place = 0; place + 1 < raw.length; place += 2) {
    together = isPrintable(raw[place] ?? 0) && isPrintable(raw[place + 1] ?? 0) ? together + 1 : 0
    if (together >= fewestNarrow) return true
  }
  return false
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/**
 * Control bytes tell: text has hardly any but those of line ends, tabs and terminals, or the one that separates its
 * fields; what is packed has many, each of its own kind, beside bytes that are no UTF-8.
 */
function windowFlaw(bytes: Uint8Array): NoText | null {
  const { count, kinds, nuls } = controlsIn(bytes)
  if (count <= 1) return null
  if (nuls >= fewestBetween && isWide(bytes)) return 'wide'
  if (!isUtf8(wholeCharacters(bytes))) return 'binary'
  if ((kinds === 1 && count <= bytes.length / 3) || count <= bytes.length / 256) return null
  return kinds === 2 && nuls === 0 ? null : 'binary'
}

interface Controls {
  readonly count: number
  /** How many different ones. */
  readonly kinds: number
  readonly nuls: number
}

function controlsIn(bytes: Uint8Array): Controls {
  const seen = new Set<number>()
  let [count, nuls] = [0, 0]
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes[place] ?? 0
    if (!isControl(byte)) continue
    const end = byte === 0 ? endOfNuls(bytes, place) : place + 1
    if (end - place < shortestHole) {
      seen.add(byte)
      count += end - place
      if (byte === 0) nuls += end - place
    }
    place = end - 1
  }
  return { count, kinds: seen.size, nuls }
}

function endOfNuls(bytes: Uint8Array, start: number): number {
  let end = start
  while (end < bytes.length && bytes[end] === 0) end += 1
  return end
}

const fewestBetween = 4

/** Characters of one byte, each alone between NULs, a few of them together: Latin letters in units of two or four bytes. */
function isWide(bytes: Uint8Array): boolean {
  let [together, last] = [0, -8]
  for (let place = 1; place < bytes.length; place += 1) {
    if (bytes[place] === 0 || bytes[place - 1] !== 0 || (bytes[place + 1] ?? 0) !== 0) continue
    together = place - last <= 4 ? together + 1 : 1
    last = place
    if (together >= fewestBetween) return true
  }
  return false
}

/** Without what the borders of the window have cut. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  let [start, end] = [0, bytes.length]
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1
  for (let back = 1; back <= 3 && back <= end; back += 1) {
    const byte = bytes[end - back] ?? 0
    if (byte < 0xc0) continue
    if ((byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back) end -= back
    break
  }
  return bytes.subarray(start, end)
}

/** Its mark may be that of UTF-16 and a NUL, so the upper half of every character must be zero too. */
function isUtf32(head: Uint8Array): boolean {
  const marks = [
    { bytes: [0xff, 0xfe, 0, 0], upper: 1 },
    { bytes: [0, 0, 0xfe, 0xff], upper: 0 },
  ]
  return marks.some(
    ({ bytes, upper }) =>
      head.length >= 8 &&
      bytes.every((byte, n) => head[n] === byte) &&
      head.every((byte, n) => byte === 0 || (n % 4) >> 1 !== upper),
  )
}

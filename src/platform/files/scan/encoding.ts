/** Encodings of log files: everything is searched as UTF-8, and every byte knows where it came from. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1'
export type EncodingSetting = 'auto' | Encoding

/** By its byte order mark; without one it is read as UTF-8, whatever it is, byte by byte. */
export function detectEncoding(head: Uint8Array, setting: EncodingSetting): Encoding {
  if (setting !== 'auto') return setting
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** Bytes that one code unit takes in the file. */
export function unitOf(encoding: Encoding): 1 | 2 {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1
}

/** Text as UTF-8, with the place in the file that each of its bytes stands for. */
export interface Decoded {
  readonly bytes: Uint8Array
  /** One longer than `bytes`: the last is where the text ends. Null when the bytes are those of the file. */
  readonly offsets: Float64Array | null
}

/** How many bytes of UTF-8 come out of `length` bytes at most. */
export function mostDecoded(length: number, encoding: Encoding): number {
  if (encoding === 'utf-8') return length
  return encoding === 'latin1' ? 2 * length : 3 * Math.ceil(length / 2)
}

/** `offset` is the place of the first raw byte in the file; an odd last byte of UTF-16 is dropped. */
export function decode(raw: Uint8Array, encoding: Encoding, offset: number): Decoded {
  if (encoding === 'utf-8') return { bytes: raw, offsets: null }
  const unit = unitOf(encoding)
  const bytes = new Uint8Array(mostDecoded(raw.length, encoding))
  const offsets = new Float64Array(bytes.length + 1)
  let length = 0
  for (let place = 0; place + unit <= raw.length;) {
    const point = pointAt(raw, place, encoding)
    const size = encodePoint(bytes, length, point)
    offsets.fill(offset + place, length, length + size)
    length += size
    place += point > 0xffff ? 4 : unit
  }
  offsets[length] = offset + raw.length - (raw.length % unit)
  return { bytes: bytes.subarray(0, length), offsets: offsets.subarray(0, length + 1) }
}

function pointAt(raw: Uint8Array, place: number, encoding: Encoding): number {
  if (encoding === 'latin1') return raw[place] ?? 0
  const high = unitAt(raw, place, encoding)
  if (high < 0xd800 || high > 0xdbff || place + 4 > raw.length) return high
  const low = unitAt(raw, place + 2, encoding)
  return low < 0xdc00 || low > 0xdfff ? high : 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
}

function unitAt(raw: Uint8Array, place: number, encoding: Encoding): number {
  const [first, second] = [raw[place] ?? 0, raw[place + 1] ?? 0]
  return encoding === 'utf-16le' ? first | (second << 8) : (first << 8) | second
}

function encodePoint(target: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    target[at] = point
    return 1
  }
  const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
  const mark = more === 1 ? 0xc0 : more === 2 ? 0xe0 : 0xf0
  target[at] = mark | (point >> (6 * more))
  for (let k = 1; k <= more; k += 1) target[at + k] = 0x80 | ((point >> (6 * (more - k))) & 0x3f)
  return more + 1
}

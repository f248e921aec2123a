/** A text file's bytes as text, with the place in the bytes that every character of the text stands for. */

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface EncodedText {
  readonly text: string
  readonly encoding: TextEncoding
  /** Byte offset of a UTF-16 offset of the text; quick when asked in ascending order. */
  readonly byteAt: (offset: number) => number
}

export type Decoding =
  | { readonly ok: true; readonly file: EncodedText }
  /** The bytes are no text in the encoding that they seem to be in. */
  | { readonly ok: false; readonly seems: string }

/** From UTF-16 offset `start` up to `end`. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

interface SeenEncoding {
  readonly encoding: TextEncoding
  /** Bytes of the byte order mark. */
  readonly mark: number
}

/** Byte order marks, UTF-16 without one, and the single-byte encodings that an XML declaration may name; else UTF-8. */
export function decodeText(bytes: Uint8Array): Decoding {
  const seen = encodingOf(bytes)
  if (typeof seen === 'string') return { ok: false, seems: seen }
  const { encoding, mark } = seen
  if (isWide(encoding) && (bytes.length - mark) % 2 !== 0) return { ok: false, seems: encoding }
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(mark))
    return { ok: true, file: { text, encoding, byteAt: offsetsOf(text, seen) } }
  } catch {
    return { ok: false, seems: encoding }
  }
}

/** The bytes without those that the spans stand for; every other byte stays. Spans must not overlap. */
export function withoutSpans(bytes: Uint8Array, file: EncodedText, spans: readonly TextSpan[]): Buffer {
  const kept: Uint8Array[] = []
  let from = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    kept.push(bytes.subarray(from, file.byteAt(start)))
    from = file.byteAt(end)
  }
  return Buffer.concat([...kept, bytes.subarray(from)])
}

export function textWithoutSpans(text: string, spans: readonly TextSpan[]): string {
  const kept: string[] = []
  let from = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    kept.push(text.slice(from, start))
    from = end
  }
  return kept.join('') + text.slice(from)
}

function isWide(encoding: TextEncoding): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
}

function encodingOf(bytes: Uint8Array): SeenEncoding | string {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32'
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 }
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 }
  // Profiles start with ASCII: a zero beside it gives UTF-16 away.
  if (a !== undefined && a !== 0 && b === 0) return { encoding: 'utf-16le', mark: 0 }
  if (a === 0 && b !== undefined && b !== 0) return { encoding: 'utf-16be', mark: 0 }
  return declaredEncoding(bytes)
}

const singleByte: readonly string[] = ['iso-8859-1', 'latin1', 'windows-1252']
/** .NET declares `utf-16` for what it then writes as UTF-8: the bytes decide. */
const asUtf8: readonly string[] = ['utf-8', 'us-ascii', 'ascii', 'utf-16']

function declaredEncoding(bytes: Uint8Array): SeenEncoding | string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1]?.toLowerCase()
  if (declared === undefined || asUtf8.includes(declared)) return { encoding: 'utf-8', mark: 0 }
  return singleByte.includes(declared) ? { encoding: 'windows-1252', mark: 0 } : declared
}

/** Goes on from the offset it was asked for last, so that a file costs one walk. */
function offsetsOf(text: string, { encoding, mark }: SeenEncoding): (offset: number) => number {
  if (isWide(encoding)) return (offset) => mark + 2 * offset
  if (encoding === 'windows-1252') return (offset) => mark + offset
  let known = { offset: 0, byte: mark }
  return (offset) => {
    const from = offset < known.offset ? { offset: 0, byte: mark } : known
    known = { offset, byte: from.byte + Buffer.byteLength(text.slice(from.offset, offset)) }
    return known.byte
  }
}

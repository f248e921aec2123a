/** Decodes a file's bytes as UTF-8, or names the encoding they seem to be in. */

export type Utf8Reading =
  | { readonly ok: true; readonly text: string }
  /** The likely encoding, e.g. `UTF-16`; null when there is no telling. */
  | { readonly ok: false; readonly seems: string | null }

/** A byte order mark is accepted and left out of the text. */
export function decodeUtf8(bytes: Uint8Array): Utf8Reading {
  const wide = wideEncodingOf(bytes)
  if (wide !== null) return { ok: false, seems: wide }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { ok: false, seems: null }
  }
}

/** JSON starts with ASCII: zero bytes among the first four, or a byte order mark, give a wide encoding away. */
function wideEncodingOf(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16'
  if (a === 0xfe && b === 0xff) return 'UTF-16'
  if (bytes.length < 4) return null
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'UTF-32'
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'UTF-32'
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'UTF-16'
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? 'UTF-16' : null
}

/** Names of files as texts, also those that are no UTF-8: every name can be told, and leads back to its very bytes. */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const escape = /\\x([0-9A-F]{2})/g

/** Each byte that is no UTF-8 as `\xFC`; so is the backslash of a name that holds such four characters itself. */
export function nameOf(bytes: Uint8Array): string {
  return strict(bytes)?.replace(escape, '\\x5Cx$1') ?? pieceByPiece(bytes)
}

/** What the file system is asked with. Old shares keep names in the code page of their time. */
export function onDisk(path: string): string | Buffer {
  if (!path.includes('\\x')) return path
  const pieces = path.split(/(\\x[0-9A-F]{2})/)
  return Buffer.concat(pieces.map((piece, n) => (n % 2 === 1 ? byteOf(piece) : Buffer.from(piece))))
}

/** As patterns see it: each of those bytes is one character, as in Latin-1. */
export function readableName(path: string): string {
  return path.includes('\\x') ? path.replace(escape, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : path
}

function pieceByPiece(bytes: Uint8Array): string {
  let name = ''
  for (let place = 0; place < bytes.length;) {
    const length = lengthOf(bytes[place] ?? 0)
    const character = strict(bytes.subarray(place, place + length))
    name += character ?? `\\x${(bytes[place] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
    place += character === null ? 1 : length
  }
  return name
}

function strict(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

function lengthOf(lead: number): number {
  if (lead < 0xc0) return 1
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}

function byteOf(written: string): Buffer {
  return Buffer.from(written.slice(2), 'hex')
}

/** Bytes of log text and their classes. */

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

export function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

export function isAlphanumeric(byte: number): boolean {
  return isDigit(byte) || isLetter(byte)
}

export function isHex(byte: number): boolean {
  const lower = byte | 0x20
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66)
}

/** Not so bell, backspace, tab, the ends of lines and pages, and escape: these are common in text. */
export function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && (byte < 7 || byte > 13) && byte !== 0x1b)
}

/** ASCII letters in lower case, everything else as it is. */
export function lowered(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
}

/** The byte at a place, 0 outside of the text. */
export function at(view: Uint8Array, position: number): number {
  return view[position] ?? 0
}

/** Stretches of bytes are texts of ASCII here. */
export function asciiOf(view: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...view.subarray(Math.max(0, start), Math.max(0, end)))
}

/** How many bytes the UTF-8 character has that begins with this byte. */
export function characterLength(lead: number): number {
  if (lead < 0xc0) return 1
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}

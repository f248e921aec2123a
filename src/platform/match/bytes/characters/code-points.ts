/** Characters as the matchers see them: an ASCII code, or what kind of character it is beyond ASCII. */

import { blanks, dashes, fullWidth, invisible, separators as signs } from '../../signs.ts'

/** Stands for any letter, digit or mark outside of ASCII. */
export const foreignLetter = 0x10_0000
/** Stands for anything else outside of ASCII, and for bytes that are no UTF-8. */
export const foreignOther = 0x10_0001
/** Stands for what nobody sees: it is no part of any value, and ends none. */
export const unseen = 0x10_0002
/** Before the first byte. */
export const nothing = 0

/** What may stand between the digits of a phone number, in ASCII; a plus is a blank in forms of the web. */
export const separators: ReadonlySet<number> = new Set(Buffer.from(`${signs.join('')}+`))

const letters = /^[\p{L}\p{N}\p{M}]$/u

/** Blanks and dashes of any kind are those of ASCII, full-width signs and letters as well. */
export function codeOf(point: number): number {
  if (point < 0x80) return point
  if (point >= fullWidth.first && point <= fullWidth.last) return point - fullWidth.first + fullWidth.to
  const text = String.fromCodePoint(point)
  if (invisible.test(text)) return unseen
  if (blanks.test(text)) return 0x20
  if (dashes.test(text)) return 0x2d
  return letters.test(text) ? foreignLetter : foreignOther
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Of the bytes of one character. */
export function codeOfBytes(bytes: Uint8Array): number {
  try {
    return codeOf(strictUtf8.decode(bytes.slice()).codePointAt(0) ?? foreignOther)
  } catch {
    return foreignOther
  }
}

/** Texts that differ in upper and lower case or in how their accents are written, as one text. No locale has a say. */

/**
 * Lower case in Unicode normal form C. The two small sigmas are one: which of them a capital becomes depends on where it
 * stands. Letters that merely look alike, such as a dotless i, stay apart.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\u03c2', '\u03c3').normalize('NFC')
}

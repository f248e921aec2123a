/** Texts that differ in upper and lower case or in how their accents are written, as one text. No locale has a say. */

/**
 * Lower case in Unicode normal form C. The two small sigmas are one: which of them a capital becomes depends on where it
 * stands. Letters that merely look alike, such as a dotless i, stay apart.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\u03c2', '\u03c3').normalize('NFC')
}

/** As Turkish and Azerbaijani fold: `I` is the capital of the dotless i, the capital of `i` has a dot. */
export function foldTurkic(text: string): string {
  return fold(lowerTurkic(text))
}

/** Small letters of Turkic languages where it is about their i; all others as they are. */
export function lowerTurkic(text: string): string {
  return text.normalize('NFC').replaceAll('I', '\u0131').replaceAll('\u0130', 'i')
}

/** The same with capital letters. */
export function upperTurkic(text: string): string {
  return text.normalize('NFC').replaceAll('i', '\u0130').replaceAll('\u0131', 'I')
}

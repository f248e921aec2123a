/** The characters people and systems put between the digits of a phone number, and how to take them out. */

/**
 * Exactly these count as separators in stored values. The set is small on purpose: where a column is compared without
 * separators in SQL, each of them costs one nested REPLACE, and both sides must strip the same ones.
 */
export const separators: readonly string[] = [
  ' ',
  '\t',
  '\u00a0', // no-break space
  '-',
  '.',
  '/',
  '(',
  ')',
  '\u2011', // non-breaking hyphen
  '\u2013', // en dash
]

/**
 * What comes along around a value that was copied or imported: ends of lines, and the invisible marks that say in which
 * direction a text runs.
 */
export const lineEnds: readonly string[] = ['\n', '\r']
export const directionMarks: readonly string[] = [
  '\u200e',
  '\u200f',
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
  ...['\u2066', '\u2067', '\u2068', '\u2069'],
]

const anyDirectionMark = new RegExp(`[${directionMarks.map(escaped).join('')}]`, 'g')

export function withoutDirectionMarks(text: string): string {
  return text.replace(anyDirectionMark, '')
}

const anySeparator = new RegExp(`[${separators.map(escaped).join('')}]`, 'g')

/** The text without separators; a `+` and everything else stays. */
export function stripSeparators(text: string): string {
  return text.replace(anySeparator, '')
}

/**
 * A submitted number with rarer typography made plain: any Unicode space or dash, and the invisible direction marks
 * that come along when a number is copied from a contacts application.
 */
export function plainTypography(text: string): string {
  return text
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/\p{Zs}/gu, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

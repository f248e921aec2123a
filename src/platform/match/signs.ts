/** The signs around and within what a text says, each listed once: for columns, documents, favorites and logs alike. */

/** What people and systems put between the digits of one number. SQL takes exactly these out of a text. */
export const separators: readonly string[] = [' ', '\t', '-', '.', '/', '(', ')', '_']

/** Code points that are read as a dash: Unicode's own, the signs for minus, and those of Japanese and of hyphenation. */
export const dashes = /[\p{Pd}\u2043\u2212\u30fc\uff70]/u

/** Code points that are read as a blank. */
export const blanks = /[\p{Zs}\u2028\u2029\v\f\u0085]/u

/** Code points that nobody sees: soft hyphens, joiners, marks of direction and variation. They are no part of any value. */
export const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/u

/** Full-width signs and digits have the order of ASCII. */
export const fullWidth = { first: 0xff01, last: 0xff5e, to: 0x21 } as const

/** Quotes and brackets that a value may stand between as a whole. */
export const wrappers: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['<', '>'],
  ['[', ']'],
  ['{', '}'],
  ['(', ')'],
  ['\u201c', '\u201d'],
  ['\u201e', '\u201c'],
  ['\u201d', '\u201d'],
  ['\u2018', '\u2019'],
  ['\u201a', '\u2018'],
  ['\u2019', '\u2019'],
  ['\u00ab', '\u00bb'],
  ['\u00bb', '\u00ab'],
  ['\u2039', '\u203a'],
]

/** What is left in front of a value by spreadsheets and lists: an apostrophe makes a cell a text. */
export const leading = /^[\s'`,;:|=]+/

/** What is left behind a value by sentences, lists and keypads. */
export const trailing = /[\s'`,;:|.!?#]+$/

/** Signs that stand between several values of one field. */
export const listSigns = /[,;|\n\r\t]/

/** Words between two values of one field, in the languages that sites keep their data in. */
const joiningWords = [
  'and',
  'or',
  'und',
  'oder',
  'et',
  'ou',
  'y',
  'o',
  'u',
  'e',
  'ed',
  'en',
  'of',
  'og',
  'och',
  'eller',
]

/** A word with blanks around it, or an ampersand, which between digits needs none. */
export const connectives = new RegExp(
  String.raw`\s+(?:&(?:amp;)?|${joiningWords.join('|')})\s+|(?<=\d)\s*&(?:amp;)?\s*(?=[+(\d])`,
  'giu',
)

/** Words that lead a number as a link; the letters of no other are taken for one. */
export const numberSchemes: readonly string[] = ['tel', 'callto', 'sms', 'smsto', 'whatsapp']
/** Links whose user part may be a number. */
export const userSchemes: readonly string[] = ['sip', 'sips']
/** Words that lead an e-mail address as a link, or as mail servers keep it. */
export const addressSchemes: readonly string[] = ['mailto', 'smtp']

/** What an extension behind a number begins with, and its digits: `x99`, `ext. 99`, `;ext=99`, `#99`. */
export const extension = /[\s,;(]*(?:;?ext(?:n|ension)?[.:=]?|x[.:=]?|#)\s?(\d{1,7})[)#]?$/i

const anySeparator = new RegExp(`[${separators.map(escaped).join('')}]`, 'g')

/** The text without separators; a `+` and everything else stays. */
export function stripSeparators(text: string): string {
  return text.replace(anySeparator, '')
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

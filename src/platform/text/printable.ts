/** Texts that whoever reads them sees, and whose terminal does not obey them. */

/** Control characters, and those that turn the direction of writing; of line ends and tabs the caller decides. */
const invisible = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g
const breaks = /[\t\n]/g

/** Lines stay lines, tabs stay tabs. */
export function printableText(text: string): string {
  return text.replaceAll(invisible, '·')
}

/** The same in one line. */
export function printableCell(text: string): string {
  return printableText(text).replaceAll(breaks, '·')
}

/** JSON in which such characters are escapes: the value is the same. */
export function printableJson(json: string): string {
  return json.replaceAll(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

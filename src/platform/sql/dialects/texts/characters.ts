/** Sets of ASCII characters by which a statement tells texts that need a closer look from those that do not. */

import { separators } from '../../../match/signs.ts'

/**
 * `number`: the signs of a number without separators. `separated`: and what stands between its digits. `address`: of an
 * e-mail address that stands alone. `host`: of an IP address. `ascii`: everything that has a shape.
 */
export type CharacterSet = 'number' | 'separated' | 'address' | 'host' | 'ascii'

/** First and last of a range, or twice the same. A hyphen stands alone and last, so that no pattern takes it for a range. */
type Range = readonly [first: string, last: string]

const digits: Range = ['0', '9']
const letters: readonly Range[] = [
  ['A', 'Z'],
  ['a', 'z'],
]
const single = (text: string): readonly Range[] => Array.from(text, (one) => [one, one] as const)
const between = single(separators.filter((one) => one !== '-').join(''))

const sets: Readonly<Record<CharacterSet, readonly Range[]>> = {
  number: [digits, ...single('+')],
  separated: [digits, ...single('+'), ...between, ...single('-')],
  address: [digits, ...letters, ...single('.@_+-')],
  host: [digits, ['A', 'F'], ['a', 'f'], ...single('.:')],
  ascii: [[' ', '~']],
}

/** What stands between the brackets of a pattern: `0-9+ ./-`. */
export function inBrackets(set: CharacterSet): string {
  return sets[set].map(([first, last]) => (first === last ? first : `${first}-${last}`)).join('')
}

/** Every character of the set. */
export function charactersOf(set: CharacterSet): string {
  return sets[set]
    .flatMap(([first, last]) => {
      const from = first.charCodeAt(0)
      return Array.from({ length: last.charCodeAt(0) - from + 1 }, (_, i) => String.fromCharCode(from + i))
    })
    .join('')
}

/** So many digits make a number, wherever they stand in a text. */
export const fewestDigits = 7
/** So many in a row are a number with its area code. */
export const longRun = 10

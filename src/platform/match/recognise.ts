/** Which of the people looked for a text of a favorite names. */

import type { Needle, Needles } from './needles.ts'

/** What favorites and recents are searched by. */
export const kinds = ['phone', 'email'] as const

const separators = ' \\t\\u00a0\\-./()\\u2011\\u2013'
/** A whole run, so that a number is never seen within a longer one or within a word. An extension may follow. */
const numbers = new RegExp(
  `(?<![\\p{L}\\p{N}_])\\+?\\d[\\d${separators}]{0,60}\\d(?:(?![\\p{L}\\p{N}_])|(?=x\\d|ext))`,
  'giu',
)
const apart = '\\s<>"\'(),;:[\\]'
const addresses = new RegExp(`(?<![^${apart}])[^${apart}@]{1,64}@[^${apart}@]{1,255}(?![^${apart}])`, 'g')

/** The text as a whole, and the numbers and addresses within it: `tel:+1 …`, `Ada <ada@…>`, `office +1 …`. */
export function recognise(needles: Needles, texts: Iterable<string>): ReadonlySet<Needle> {
  const found = new Set<Needle>()
  for (const text of texts) {
    for (const candidate of candidatesOf(text)) {
      for (const needle of needles.lookup(candidate, kinds)) found.add(needle)
    }
  }
  return found
}

function candidatesOf(text: string): readonly string[] {
  if (!/[\d@]/.test(text)) return []
  return [...new Set([text, ...(text.match(numbers) ?? []), ...(text.match(addresses) ?? [])])]
}

/** Which of the people looked for the texts of a document name. */

import { asText } from './identifier-index.ts'
import type { Needle, Needles } from './needles.ts'

/** What favorites and recents are searched by. */
export const kinds = ['phone', 'email'] as const

export function recognise(needles: Needles, texts: Iterable<string>): ReadonlySet<Needle> {
  const found = new Set<Needle>()
  for (const text of texts) {
    if (!/[\d@\u0080-\uffff]/.test(text)) continue
    for (const { needle } of needles.mentions(text, kinds, asText)) found.add(needle)
  }
  return found
}

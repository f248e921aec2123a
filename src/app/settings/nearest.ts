/** Says which known word a mistyped one probably meant. */

import { nearestWord } from '../../platform/text/nearest-word.ts'

export function suggestion(word: string, known: readonly string[]): string {
  const best = nearestWord(word, known)
  if (best !== null) return `did you mean \`${best}\`?`
  return known.length === 0 ? 'none is known here' : `known are ${known.map((name) => `\`${name}\``).join(', ')}`
}

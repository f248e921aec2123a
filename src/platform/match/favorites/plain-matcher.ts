/** The documented rule word by word, one wanted person after the other: verification does not trust the index. */

import type { MatcherOptions } from './index-matcher.ts'
import type { FavoriteMatcher } from './matcher.ts'
import { addressesIn, numbersIn } from './stored-values.ts'
import type { Wanted } from './wanted.ts'
import { wholeValues } from './whole-values.ts'

export function plainMatcher(wanted: readonly Wanted[], { parts }: MatcherOptions): FavoriteMatcher {
  const phones = wanted.filter(({ owner }) => owner.kind === 'phone')
  const emails = wanted.filter(({ owner }) => owner.kind === 'email')
  const whole = wholeValues(wanted)
  return {
    *namedIn(field) {
      yield* whole(field)
      const numbers = parts && field.kind === 'phone' ? numbersIn(field.text) : []
      for (const { owner, part } of phones) {
        if (part !== null && numbers.some(({ digits }) => digits.includes(part))) yield { owner, by: 'part' }
      }
      const addresses = addressesIn(field.text)
      for (const { owner, address } of emails) {
        if (address !== null && addresses.includes(address)) yield { owner, by: 'whole' }
      }
    },
  }
}

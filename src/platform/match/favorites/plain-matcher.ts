/** The documented rules word by word, one wanted person after the other: verification does not trust the index. */

import type { Matcher } from './matcher.ts'
import type { Wanted } from './wanted.ts'

export function plainMatcher(wanted: readonly Wanted[]): Matcher {
  const phones = wanted.filter(({ owner }) => owner.kind === 'phone')
  const emails = wanted.filter(({ owner }) => owner.kind === 'email')
  return {
    byNumber: ({ bare, digits }) =>
      phones
        .filter(({ part, whole }) => (part !== null && digits.includes(part)) || whole.includes(bare))
        .map(({ owner }) => owner),
    byAddress: (stored) => emails.filter(({ address }) => address === stored).map(({ owner }) => owner),
  }
}

/** Finds any number of wanted people at once: a stored number is cut into windows of the wanted lengths and looked up. */

import type { NamedBy, FavoriteMatcher } from './matcher.ts'
import { numbersIn } from './stored-values.ts'
import type { Wanted } from './wanted.ts'
import { wholeValues } from './whole-values.ts'

/** `parts`: digits within a longer number name somebody too. (Source: the rule of the vendor's tool, for a forget.) */
export interface MatcherOptions {
  readonly parts: boolean
}

/** Costs, per stored number, at most its length times the number of different wanted lengths, however many are wanted. */
export function indexMatcher(wanted: readonly Wanted[], { parts }: MatcherOptions): FavoriteMatcher {
  const byDigits = new Map<string, NamedBy[]>()
  for (const { owner, part } of wanted) if (parts && part !== null) add(byDigits, part, { owner, by: 'part' })
  const lengths = new Set([...byDigits.keys()].map(({ length }) => length))
  const whole = wholeValues(wanted)
  return {
    *namedIn(field) {
      yield* whole(field)
      if (field.kind !== 'phone') return
      for (const { digits } of numbersIn(field.text)) {
        for (const window of windowsOf(digits, lengths)) yield* byDigits.get(window) ?? []
      }
    },
  }
}

/** All pieces of these lengths. */
export function* windowsOf(digits: string, lengths: Iterable<number>): Iterable<string> {
  for (const length of lengths) {
    for (let start = 0; start + length <= digits.length; start++) yield digits.slice(start, start + length)
  }
}

function add<T>(entries: Map<string, T[]>, form: string, entry: T): void {
  const known = entries.get(form)
  if (known === undefined) entries.set(form, [entry])
  else known.push(entry)
}

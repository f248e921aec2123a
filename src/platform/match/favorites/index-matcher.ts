/** Finds any number of wanted people at once: a stored number is cut into windows of the wanted lengths and looked up. */

import type { Owner } from '../../../domain/finding.ts'
import type { Matcher } from './matcher.ts'
import type { Wanted } from './wanted.ts'

/** Costs, per stored number, at most its length times the number of different wanted lengths, however many are wanted. */
export function indexMatcher(wanted: readonly Wanted[]): Matcher {
  const parts = new Map<string, Owner[]>()
  const wholes = new Map<string, Owner[]>()
  const addresses = new Map<string, Owner[]>()
  for (const { owner, part, whole, address } of wanted) {
    if (part !== null) add(parts, part, owner)
    for (const form of whole) add(wholes, form, owner)
    if (address !== null) add(addresses, address, owner)
  }
  const lengths = new Set([...parts.keys()].map(({ length }) => length))
  return {
    *byNumber({ bare, digits }) {
      for (const window of windowsOf(digits, lengths)) yield* parts.get(window) ?? []
      yield* wholes.get(bare) ?? []
    },
    byAddress: (address) => addresses.get(address) ?? [],
  }
}

/** All pieces of these lengths. */
export function* windowsOf(digits: string, lengths: Iterable<number>): Iterable<string> {
  for (const length of lengths) {
    for (let start = 0; start + length <= digits.length; start++) yield digits.slice(start, start + length)
  }
}

function add(owners: Map<string, Owner[]>, form: string, owner: Owner): void {
  const known = owners.get(form)
  if (known === undefined) owners.set(form, [owner])
  else known.push(owner)
}

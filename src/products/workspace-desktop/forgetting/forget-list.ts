/** Whom to forget again for a while: keyed fingerprints of what was asked for, never the values. */

import { keyOfSubject, placeOfSubject } from '../../../domain/subject-key.ts'
import type { Fingerprint } from '../../../platform/crypto/fingerprint.ts'
import type { FavoriteMatcher, NamedBy } from '../../../platform/match/favorites/matcher.ts'
import { addressesIn, numbersIn, type StoredNumber } from '../../../platform/match/favorites/stored-values.ts'
import { windowsOf } from '../../../platform/match/favorites/index-matcher.ts'
import type { Wanted } from '../../../platform/match/favorites/wanted.ts'

/** `part`: digits within a stored number. `whole`: all of one, with its `+`. `address`: of an e-mail. */
export const forgottenKinds = ['part', 'whole', 'address'] as const
export type ForgottenKind = (typeof forgottenKinds)[number]

export interface Forgotten {
  readonly kind: ForgottenKind
  /** Of a `part`: how many digits, so that stored numbers can be cut into windows of this length. Otherwise 0. */
  readonly length: number
  readonly fingerprint: string
  /** Tells the people of the list apart, and nothing else. */
  readonly person: number
  /** Epoch seconds. */
  readonly until: number
}

export interface Remembering {
  readonly fingerprint: Fingerprint
  readonly until: number
  /** Whether what is on the list already stays on it longer. */
  readonly extend: boolean
}

/** The list with these people on it. */
export function remembered(
  list: readonly Forgotten[],
  wanted: readonly Wanted[],
  { fingerprint, until, extend }: Remembering,
): readonly Forgotten[] {
  const entries = new Map(list.map((entry) => [entry.fingerprint, entry]))
  const people = new Map<string, number>()
  let last = Math.max(0, ...list.map(({ person }) => person))
  for (const one of wanted) {
    for (const [kind, text] of textsOf(one)) {
      const print = fingerprint(seal(kind, text))
      const known = entries.get(print)
      const person = known?.person ?? people.get(one.owner.subjectKey) ?? ++last
      people.set(one.owner.subjectKey, person)
      if (known !== undefined && !extend) continue
      const later = Math.max(until, known?.until ?? 0)
      entries.set(print, { kind, length: kind === 'part' ? text.length : 0, fingerprint: print, person, until: later })
    }
  }
  return [...entries.values()]
}

/**
 * Recognises people on the list. For a stored number of N digits and each wanted length L it takes N - L + 1
 * fingerprints, one more for the whole of it, and one for an address.
 */
export function forgottenMatcher(list: readonly Forgotten[], fingerprint: Fingerprint): FavoriteMatcher {
  const people = new Map(list.map(({ fingerprint: print, person }) => [print, person]))
  const lengths = new Set(list.filter(({ kind }) => kind === 'part').map(({ length }) => length))
  const personOf = (kind: ForgottenKind, text: string): number | undefined => people.get(fingerprint(seal(kind, text)))
  const byNumber = ({ bare, digits }: StoredNumber, parts: ReadonlySet<number>): readonly NamedBy[] => {
    const found = new Map<number, string>()
    const note = (kind: ForgottenKind, text: string): void => {
      const person = personOf(kind, text)
      if (person !== undefined && !found.has(person)) found.set(person, text)
    }
    for (const window of windowsOf(digits, parts)) note('part', window)
    note('whole', bare)
    return [...found].map(([person, text]) => ({ owner: returnedOwner(person, 'phone', text), by: 'whole' }))
  }
  const byAddress = (address: string): readonly NamedBy[] => {
    const person = personOf('address', address)
    return person === undefined ? [] : [{ owner: returnedOwner(person, 'email', address), by: 'whole' }]
  }
  return {
    namedIn: ({ kind, text }) => [
      ...(kind === 'email' ? [] : numbersIn(text).flatMap((one) => byNumber(one, kind === 'phone' ? lengths : none))),
      ...(kind === 'phone' ? [] : addressesIn(text).flatMap(byAddress)),
    ],
  }
}

const none: ReadonlySet<number> = new Set()

/** The identifier is told as it was recognised in the favorite, since nobody kept how it was submitted. */
function returnedOwner(person: number, kind: 'phone' | 'email', consumerId: string) {
  return { subjectKey: keyOfSubject({ file: null, type: 'consumer', position: person }), kind, consumerId }
}

export function isReturned(subjectKey: string): boolean {
  return placeOfSubject(subjectKey).file === null
}

function textsOf({ part, whole, address }: Wanted): readonly (readonly [ForgottenKind, string])[] {
  return [
    ...(part === null ? [] : [['part', part] as const]),
    ...whole.map((form) => ['whole', form] as const),
    ...(address === null ? [] : [['address', address] as const]),
  ]
}

/** One text under two kinds has two fingerprints. */
function seal(kind: ForgottenKind, text: string): string {
  return `${kind}\n${text}`
}

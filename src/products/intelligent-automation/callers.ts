/** Whom the task is asked for: a number and the fields that its request names, with everyone they belong to. */

import { ownerName } from '../../domain/effect.ts'
import type { Owner } from '../../domain/finding.ts'
import type { Identifier } from '../../domain/identifier.ts'
import type { Subjects } from '../../domain/product.ts'
import { needlesOf } from '../../platform/match/needles.ts'
import type { Fingerprint } from '../../platform/crypto/fingerprint.ts'

export interface Caller {
  readonly identifier: Identifier
  /** `intauto-fields` of the request, in order. */
  readonly fields: readonly string[]
  readonly owners: readonly Owner[]
  /** Further spellings, as they were seen to be stored. */
  readonly seen: readonly string[]
  /** Tells it from others within the run, and nobody whose it is. */
  readonly print: string
}

/** The fields of one request are nobody else's: who asks with others is asked for apart. */
export function callersIn(subjects: Subjects, fingerprint: Fingerprint): readonly Caller[] {
  const groups = new Map<string, { readonly fields: readonly string[]; readonly subjects: Subjects[number][] }>()
  for (const subject of subjects) {
    const fields = [...(subject.details?.callFields ?? [])].sort()
    const group = groups.get(JSON.stringify(fields)) ?? { fields, subjects: [] }
    groups.set(JSON.stringify(fields), group)
    group.subjects.push(subject)
  }
  return [...groups.values()].flatMap((group) =>
    needlesOf(group.subjects)
      .of(['phone'])
      .map(({ identifier, owners }) => {
        const { fields } = group
        return { identifier, owners, fields, seen: [], print: fingerprint(JSON.stringify([identifier.normal, fields])) }
      }),
  )
}

export function byOwner(people: readonly Caller[]): ReadonlyMap<string, Caller> {
  return new Map(people.flatMap((one) => one.owners.map((owner) => [ownerName(owner), one] as const)))
}

/** Those whom one request may name together, so many at most. */
export function together(people: readonly Caller[], most: number): readonly (readonly Caller[])[] {
  const groups = new Map<string, Caller[]>()
  for (const one of people) {
    const key = JSON.stringify(one.fields)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / most) }, (_, n) => group.slice(n * most, (n + 1) * most)),
  )
}

/** Who is held by the holds that stand: whole people, and whoever is tied to them by an identifier. Pure. */

import type { LegalHold } from '../../domain/hold.ts'
import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'
import type { HoldSet } from './hold-set.ts'
import { strictest } from './hold-set.ts'
import { personKeys } from './keys.ts'

/** Identifiers that are one person's, as somebody said; several of one name are the same person's. */
export interface TiedIdentifiers {
  /** Names the person for whoever asks. */
  readonly name: string
  readonly identifiers: readonly TiedIdentifier[]
}

export interface TiedIdentifier extends Pick<Identifier, 'kind' | 'normal'> {
  /** Whoever else gave it is the same person; not so where it is no person's. */
  readonly isTie: boolean
}

/**
 * By name of the person. A hold on one identifier holds all that the same person gave, and these hold whoever else gave one
 * of them: a request that names the e-mail address alone is no way around a hold on the telephone number.
 */
export function heldPeople(people: readonly TiedIdentifiers[], holds: HoldSet): ReadonlyMap<string, LegalHold> {
  const held = new Map<string, LegalHold>()
  const byKey = new Map<string, TiedIdentifiers[]>()
  const byName = new Map<string, TiedIdentifiers[]>()
  const waiting: TiedIdentifiers[] = []
  const seen = new Set<TiedIdentifiers>()
  for (const person of people) {
    for (const key of keysOf(person)) add(byKey, key, person)
    add(byName, person.name, person)
    const hold = person.identifiers.reduce<LegalHold | undefined>((found, identifier) => {
      const own = holds.ofPerson(identifier)
      return own === null ? found : strictest(found, own)
    }, undefined)
    if (hold === undefined) continue
    held.set(person.name, strictest(held.get(person.name), hold))
    waiting.push(person)
    seen.add(person)
  }
  for (let person = waiting.pop(); person !== undefined; person = waiting.pop()) {
    const hold = held.get(person.name)
    if (hold === undefined) continue
    const others = [...keysOf(person).flatMap((key) => byKey.get(key) ?? []), ...(byName.get(person.name) ?? [])]
    for (const other of others) {
      if (seen.has(other)) continue
      seen.add(other)
      if (!held.has(other.name)) held.set(other.name, hold)
      waiting.push(other)
    }
  }
  return held
}

/** Many people have one name, and one address of a network one after the other. */
const tellsNobodyApart: ReadonlySet<IdentifierKind> = new Set(['name', 'ipaddr'])

function keysOf({ identifiers }: TiedIdentifiers): readonly string[] {
  return identifiers.filter(({ isTie, kind }) => isTie && !tellsNobodyApart.has(kind)).flatMap(personKeys)
}

function add(groups: Map<string, TiedIdentifiers[]>, name: string, person: TiedIdentifiers): void {
  const group = groups.get(name)
  if (group === undefined) groups.set(name, [person])
  else group.push(person)
}

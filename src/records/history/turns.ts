/** Tells owners of one identifier apart where the history has the documented columns alone: by seconds of CREATED_TS. */

import { turnKey, type Owner, type OwnerTurns } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'

/** More turns would date the rows far into the future; whoever comes later shares the last one, and is told so. */
const mostTurns = 100

/**
 * Gives everybody of a run a turn per kind, so that no two who gave the same identifier have the same one. Decided once,
 * when the run begins: a request file that is gone later must not change whose rows are whose.
 */
export function turnsOf(subjects: Subjects): OwnerTurns {
  const taken = new Map<string, Set<number>>()
  const turns: Record<string, number> = {}
  for (const { owner, values } of subjects.flatMap(({ key, identifiers }) => byKind(key, identifiers))) {
    const others = values.map((value) => taken.get(value) ?? new Set<number>())
    let turn = 0
    while (turn < mostTurns - 1 && others.some((used) => used.has(turn))) turn += 1
    for (const [i, used] of others.entries()) taken.set(values[i] ?? '', used.add(turn))
    if (turn > 0) turns[turnKey(owner)] = turn
  }
  return turns
}

type OwnerOfKind = Pick<Owner, 'subjectKey' | 'kind'>

function byKind(
  subjectKey: string,
  identifiers: Subjects[number]['identifiers'],
): readonly { readonly owner: OwnerOfKind; readonly values: readonly string[] }[] {
  const kinds = new Set(identifiers.map(({ kind }) => kind))
  return [...kinds].map((kind) => {
    const own = identifiers.filter((identifier) => identifier.kind === kind)
    return { owner: { subjectKey, kind }, values: [...new Set(own.map(({ value }) => alike(value)))] }
  })
}

/** Values that a database may hold to be equal: a collation can ignore case, accents and blanks at the end. */
export function alike(value: string): string {
  return value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trimEnd()
}

/** Turns that a run needs. */
export function turnCount(turns: OwnerTurns): number {
  return Object.values(turns).reduce((most, turn) => Math.max(most, turn), 0) + 1
}

const known = new WeakMap<Subjects, OwnersByTurn>()

/** Made once for the people of a run: an archive asks for each of them, table by table. */
export function ownersByTurn(subjects: Subjects, turns: OwnerTurns): OwnersByTurn {
  const owners = known.get(subjects) ?? new OwnersByTurn(subjects, turns)
  known.set(subjects, owners)
  return owners
}

/** Whose rows an identifier and a turn have. */
class OwnersByTurn {
  readonly #owners = new Map<string, Owner[]>()

  constructor(subjects: Subjects, turns: OwnerTurns) {
    for (const subject of subjects) {
      for (const { kind, value } of subject.identifiers) {
        const owner = { subjectKey: subject.key, kind, consumerId: value }
        const place = placeOf(value, turns[turnKey(owner)] ?? 0)
        const owners = this.#owners.get(place)
        if (owners === undefined) this.#owners.set(place, [owner])
        else owners.push(owner)
      }
    }
  }

  /** Null when nobody of the run gave it in this turn, or several did. */
  find(consumerId: string, turn: number): Owner | null {
    const alikes = this.#owners.get(placeOf(consumerId, turn)) ?? []
    const same = alikes.filter((owner) => owner.consumerId === consumerId)
    const [owner, ...others] = same.length > 0 ? same : alikes
    return owner === undefined || others.length > 0 ? null : owner
  }
}

function placeOf(consumerId: string, turn: number): string {
  return `${turn} ${alike(consumerId)}`
}

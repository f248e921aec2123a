/** The files that senders drop: most ask for one person or two, some cannot be read, some name nobody. */

import type { Chance } from './random.ts'
import type { Neighbours, Person } from './people.ts'

export type Action = 'export' | 'forget'

/** `valid`: it is processed. The others are refused, and nobody they name may be touched. */
export type Kind = 'valid' | 'cut-off' | 'wrong-key' | 'contradiction'

export interface Drop {
  readonly stem: string
  readonly action: Action
  readonly kind: Kind
  readonly content: string
  /** Everybody whom it names, also when it is refused. */
  readonly people: readonly Person[]
  /** Those of them whom it names as employees, too. */
  readonly employees: readonly Person[]
  /** Identifiers that are none, and are answered with an ERROR each. */
  readonly malformed: number
}

interface Cast {
  readonly chance: Chance
  readonly people: readonly Neighbours[]
}

/** How many people so many files may name. */
export const peopleFor = (files: number): number => Math.ceil(files * 1.3) + 10

export function planDrops(files: number, cast: Cast): readonly Drop[] {
  const { chance, people } = cast
  const fresh = people.map(({ person }) => person)
  const named: Person[] = []
  const choose = (): Person => {
    const again = chance.happens(0.04) ? named[chance.below(named.length)] : undefined
    const chosen = again ?? fresh.pop() ?? named[chance.below(named.length)]
    if (chosen === undefined) throw new Error('there is nobody to ask for')
    named.push(chosen)
    return chosen
  }
  return Array.from({ length: files }, (_, number) => {
    const action: Action = chance.happens(0.4) ? 'export' : 'forget'
    const chosen = Array.from({ length: chance.happens(0.2) ? 2 : 1 }, choose)
    return dropOf({ stem: stemOf(action, number, chance), action, people: [...new Set(chosen)] }, chance)
  })
}

function stemOf(action: Action, number: number, chance: Chance): string {
  const digits = String(number).padStart(6, '0')
  return chance.happens(0.2) ? `${action}-20180525_${digits}` : `${action}-25052018-${digits}`
}

function dropOf(named: Pick<Drop, 'stem' | 'action' | 'people'>, chance: Chance): Drop {
  const malformed = chance.happens(0.05) ? 1 : 0
  const employees = chance.happens(0.1) ? named.people : []
  const document = {
    caseid: named.stem,
    consumers: named.people.map((person, n) => ({
      consumer: [{ phone: person.phone }, { email: person.email }, ...(malformed > n ? [{ phone: '12' }] : [])],
    })),
    ...(employees.length === 0 ? {} : { employees: employees.map(({ username }) => ({ employee: [{ username }] })) }),
    'gim-attached-data': { kvlist: ['AcctNum'] },
  }
  const kind = chance.happens(0.91) ? 'valid' : chance.oneOf(['cut-off', 'wrong-key', 'contradiction'] as const)
  return { ...named, employees, kind, content: contentOf(kind, document, named.action), malformed }
}

function contentOf(kind: Kind, document: object, action: Action): string {
  const text = JSON.stringify(document)
  switch (kind) {
    case 'valid':
      return text
    case 'cut-off':
      return text.slice(0, -20)
    case 'wrong-key':
      return JSON.stringify({ ...document, nobodyKnowsThisKey: 1 })
    case 'contradiction':
      return JSON.stringify({ ...document, request: action === 'export' ? 'forget' : 'export' })
  }
}

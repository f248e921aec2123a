/** Products that do not know from which day their data is: what bears an identifier of certain days is told and left alone. */

import { ownerName } from '../domain/effect.ts'
import { heldBack, holdsValue, isFinding, isPersonSeen, type Evaluation, type Unevaluated } from '../domain/finding.ts'
import { verbsOf, type Product, type ProductSession, type Subjects } from '../domain/product.ts'
import { periodsOf } from '../platform/time/periods.ts'

export function openedWithDays(
  { datesRows }: Pick<Product<never>, 'datesRows'>,
  session: ProductSession,
): ProductSession {
  return datesRows === true ? session : undatedSession(session)
}

function undatedSession(session: ProductSession): ProductSession {
  return {
    ...verbsOf(session),
    find: (subjects, run) => {
      const periods = periodsOf(subjects)
      const found = session.find(subjects, run)
      return periods.size === 0 ? found : heldOf(found, (name) => periods.has(name))
    },
    // Nothing was recorded of these.
    verify: (subjects, findings, run) => session.verify(withoutPeriods(subjects), findings, run),
  }
}

async function* heldOf(
  found: AsyncIterable<Evaluation>,
  isLimited: (owner: string) => boolean,
): AsyncIterable<Evaluation> {
  const held = new Map<string, { readonly first: Unevaluated; values: number }>()
  for await (const one of found) {
    if (one.owner === null || !isLimited(ownerName(one.owner))) yield one
    else if (isPersonSeen(one)) continue
    // Of what was not evaluated nobody knows whether there is something.
    else if (!isFinding(one) || !holdsValue(one)) yield one
    else {
      const { owner, target } = one
      const known = held.get(ownerName(owner)) ?? { first: { owner, target, unevaluated: '' }, values: 0 }
      known.values += 1
      held.set(ownerName(owner), known)
    }
  }
  for (const { first, values } of held.values()) yield { ...first, unevaluated: undatedReason(values) }
}

function undatedReason(values: number): string {
  return heldBack(
    `the request names days, and of ${values} value(s) nobody knows from which day they are; they are left alone`,
  )
}

function withoutPeriods(subjects: Subjects): Subjects {
  return subjects.map((subject) => ({
    ...subject,
    identifiers: subject.identifiers.filter(({ periods }) => periods === undefined),
  }))
}

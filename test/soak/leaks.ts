/** Whether anybody stands in what Lethe wrote beside the answers, the history and the customer's data. */

import { belongs, password } from '../support/all-products.ts'
import { searchFor, writtenBelow, type Search } from '../support/canaries.ts'
import { customerTokens, employeeTokens, type Neighbours } from './people.ts'
import type { Stage } from './play.ts'

/** So many are enough to show a leak, and few enough to look for in each of their forms. */
const most = 1000

export function searchLeft({ site, daemon }: Stage, people: readonly Neighbours[], printed: string): Search {
  const period = Math.ceil(people.length / most)
  const sought = people.filter(({ number }) => number % period === 0)
  const canaries = sought.flatMap(({ person, stranger }) =>
    [person, stranger].flatMap((one) => [...customerTokens(one), ...employeeTokens(one)]),
  )
  const places = writtenBelow(site.folder, belongs)
  if (!places.has('lethe.db')) throw new Error('the journal is not among what is searched')
  places.set('output of the daemon', daemon.printed())
  places.set('output of the last run', Buffer.from(printed))
  return searchFor([...canaries, password.GWS_PASSWORD], places)
}

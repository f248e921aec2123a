/** Compares what a soak has left behind with a naive model of what it should have. */

import { leadColumns } from './installation.ts'
import { answerFaults, historyFaults, leftoverFaults } from './check-answers.ts'
import { databaseFaults, favoritesFaults, logFaults, onlineFaults, rowFaults } from './check-data.ts'
import type { Planted } from './planted.ts'
import { customerTokens, employeeTokens, type Neighbours } from './people.ts'
import type { Stage } from './play.ts'
import type { Drop } from './requests.ts'

export interface Outline {
  readonly people: readonly Neighbours[]
  readonly drops: readonly Drop[]
}

/** Nothing if all is well. */
export async function faultsOf(stage: Stage, outline: Outline, planted: Planted): Promise<readonly string[]> {
  const { folder, crm, server, logs } = stage.site
  const gone = goneAfter(outline.drops)
  const leads = await crm.knex
    .select(...leadColumns)
    .from('lead')
    .orderBy('id')
  return [
    ...databaseFaults(folder, planted.databases, gone),
    ...rowFaults('lead', planted.leads, leads, gone),
    ...favoritesFaults(folder, planted.profiles, gone),
    ...logFaults(folder, logs, gone),
    ...onlineFaults(server.store, planted.online, gone),
    ...server.violations,
    ...(await answerFaults(folder, outline)),
    ...historyFaults(folder, outline),
    ...(await leftoverFaults(folder, outline, stage.course.portraits)),
  ]
}

/** What must stand nowhere any more: a file that was refused changes nothing. */
function goneAfter(drops: readonly Drop[]): ReadonlySet<string> {
  const forgets = drops.filter(({ action, kind }) => action === 'forget' && kind === 'valid')
  return new Set(
    forgets.flatMap(({ people, employees }) => [
      ...people.flatMap(customerTokens),
      ...employees.flatMap(employeeTokens),
    ]),
  )
}

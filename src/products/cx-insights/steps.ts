/** What is done by hand in CX Insights: nobody can tell a saved report of one person from others. */

import type { Disposition } from '../../domain/disposition.ts'
import { defaults, type CxInsightsSettings } from './settings.ts'

type HandStep = Pick<Disposition, 'reason' | 'nextStep' | 'subjects'>

/** Work addresses in reports are not counted as personal data by the source: employees do not wait for these. */
const consumers = ['consumer'] as const

const saved: HandStep = {
  subjects: consumers,
  reason: 'saved reports and messages of the History List may hold what was redacted in Info Mart',
  nextStep:
    'delete saved reports and History List messages that name the person, or let the History List delete its messages within 21 days',
}

const cubes: HandStep = {
  subjects: consumers,
  reason: 'cubes keep a copy of what was loaded into them',
  nextStep: 'load the cubes anew after the run is done in Info Mart, or delete them',
}

const caches: HandStep = {
  subjects: consumers,
  reason: 'report caches hold results from before the forget',
  nextStep: 'purge the report caches of the project: Administration, Projects, Purge Report Caches',
}

const logs: HandStep = {
  subjects: ['employee'],
  reason: 'logs of MicroStrategy, Tomcat and the JDBC driver may hold login names',
  nextStep: 'delete the logs that are older than 21 days',
}

/** Each part that is neither purged nor removed. */
export function stepsByHand(settings: CxInsightsSettings): Readonly<Record<string, Disposition>> {
  const parts: readonly (readonly [name: string, part: string, step: HandStep, applies: boolean])[] = [
    ['saved-reports', 'saved reports', saved, true],
    ['cubes', 'cubes', cubes, settings.cubes !== false],
    ['report-caches', 'report caches', caches, settings.purge === undefined],
    ['logs', 'logs', logs, settings.logs === undefined],
  ]
  const { dueInDays = defaults.dueInDays, owner = 'the administrator of CX Insights' } = settings
  const due = { dueInDays, owner, blocks: false, kinds: null } as const
  return Object.fromEntries(
    parts.flatMap(([name, part, step, applies]): readonly [string, Disposition][] =>
      applies ? [[name, { system: `CX Insights, ${part}`, disposition: 'manual', ...step, ...due }]] : [],
    ),
  )
}

/**
 * A number of the company's is held, and erased once its plan is approved: both runs are killed at one point after another
 * where something becomes lasting, are run again, and compared with runs that nothing disturbed.
 */

import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readExecutionLog } from '../support/execution-log.ts'
import { stem, withOffice, type Office } from '../support/held-office.ts'
import { startLethe, type Ended } from '../support/lethe-process.ts'
import { rowsOf } from '../support/sqlite-site.ts'
import type { Verdict } from './crashes.ts'
import { differences, type Trace } from './trace.ts'

const entry = fileURLToPath(new URL('../support/checkpointed-main.mjs', import.meta.url))

/** `choose` says at which of so many points each of the two runs is killed. */
export async function crashHeld(choose: (points: number) => readonly number[]): Promise<Verdict> {
  const verdict: Counted = { points: 0, crashes: 0, faults: [] }
  await withOffice(async (office) => {
    await crashRuns(office, 'holding', choose, verdict)
    await office.lethe('run')
    office.decide(office.rosa)
    await crashRuns(office, 'carrying out', choose, verdict)
  })
  process.stdout.write(`held: ${verdict.points} points, killed at ${verdict.crashes}\n`)
  return verdict
}

interface Counted extends Verdict {
  points: number
  crashes: number
  readonly faults: string[]
}

async function crashRuns(
  { folder }: Office,
  what: string,
  ...[choose, verdict]: readonly [choose: (points: number) => readonly number[], verdict: Counted]
): Promise<void> {
  const undisturbed = await inCopyOf(folder, async (copy) => {
    const { points } = await run(copy)
    return { points, left: leftIn(copy) }
  })
  verdict.points += undisturbed.points.length
  for (const point of choose(undisturbed.points.length)) {
    verdict.crashes += 1
    const faults = await inCopyOf(folder, async (copy) => {
      const killed = await run(copy, point)
      if (killed.signal !== 'SIGKILL') return [`ended by itself with ${killed.code}`]
      const { code } = await run(copy)
      const odd = differences(leftIn(copy), undisturbed.left)
      return odd.length === 0 ? [] : [...odd, `it ended with ${code}`]
    })
    const at = `${what}, ${point} (${undisturbed.points[point] ?? ''})`
    verdict.faults.push(...faults.map((fault) => `${at}: ${fault}`))
  }
}

async function inCopyOf<T>(folder: string, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = `${folder}-copy`
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
  try {
    return await work(copy)
  } finally {
    rmSync(copy, { recursive: true })
  }
}

async function run(copy: string, fatal?: number): Promise<Ended & { readonly points: readonly string[] }> {
  const file = `${copy}.points`
  const kill = fatal === undefined ? {} : { LETHE_KILL: String(fatal) }
  const ended = await startLethe(copy, ['run'], { LETHE_POINTS: file, ...kill }, entry).ended
  const points = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  rmSync(file)
  return { ...ended, points }
}

/** Without what differs from run to run. */
function leftIn(copy: string): Trace {
  const [gim, journal] = [join(copy, 'gim.db'), join(copy, 'lethe.db')]
  const lines = (path: string, query: string): readonly string[] =>
    rowsOf(path, query).map((row) => JSON.stringify(row))
  const { responses } = readExecutionLog(join(copy, 'gdpr', `${stem}-execution-log.json`))
  return new Map([
    ['responses', responses],
    ['files', readdirSync(join(copy, 'gdpr')).sort()],
    ['interactions', lines(gim, 'select SOURCE_ADDRESS, TARGET_ADDRESS from INTERACTION_FACT order by INTERACTION_ID')],
    [
      'history',
      lines(gim, 'select TABLE_NAME, COLUMN_NAME, FACT_ID, KEY_VALUE from CTL_GDPR_HISTORY order by 1, 2, 3, 4'),
    ],
    [
      'plans',
      lines(journal, 'select ordinal, held, searches, begun_at is null as open from lethe_plan order by ordinal'),
    ],
    ['decisions', lines(journal, 'select ordinal, decided_by from lethe_decision order by ordinal')],
  ])
}

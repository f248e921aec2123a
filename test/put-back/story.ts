/** What happens in an installation pass by pass, and all that it leaves, told without what differs from run to run. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { consumers, type World } from '../support/tenant-context.ts'

/** Before each pass. */
export type Act = (world: World) => Promise<void>

/**
 * Answered, refused, exported, failed and tried again, and asked once more. Somebody who was forgotten comes back before
 * the fourth: nobody has asked for that row.
 */
export const story: readonly Act[] = [
  async (world) => {
    await world.drop('forget-25052018-broken.json', 'no')
    await world.drop('export-25052018-b.json', consumers(['7815550103', '7815550102']))
    await world.drop('forget-25052018-a.json', consumers(['7815550101']))
  },
  async (world) => {
    world.faults.CALLS.erase = true
    await world.drop('forget-26052018-c.json', consumers(['7815550103'], ['7815550102']))
    await world.drop('forget-26052018-d.json', consumers(['7815550104']))
  },
  (world) => {
    world.faults.CALLS.erase = false
    return Promise.resolve()
  },
  async (world) => {
    await world.data.run((knex) => knex('NOTES').insert({ ID: 20, PHONE: '7815550101' }).onConflict('ID').ignore())
    await world.drop('export-27052018-e.json', consumers(['7815550103']))
  },
]

export interface Remains {
  readonly names: readonly string[]
  readonly notes: readonly string[]
  readonly calls: readonly string[]
  /** Each row once: whoever takes up what another run has left shows it as his own, too. */
  readonly history: readonly string[]
  readonly answers: readonly string[]
}

export async function remainsOf(world: World): Promise<Remains> {
  const names = await world.names()
  const logs = names.filter((name) => name.endsWith('-execution-log.json'))
  const texts = await Promise.all(logs.map((name) => readFile(join(world.directory, name), 'utf8')))
  const rows = async (table: 'NOTES' | 'CALLS') => (await world.rows(table)).map((row) => JSON.stringify(row))
  // Which file of a run somebody came with is no more than a part of the run's id.
  const shown = (await world.historyRows()).map(({ SUBJECT_KEY: _of, ...row }) => JSON.stringify(row))
  return {
    names,
    notes: await rows('NOTES'),
    calls: await rows('CALLS'),
    history: [...new Set(shown)].sort(),
    answers: texts.map((text, i) => `${logs[i]} ${answered(text)}`),
  }
}

function answered(text: string): string {
  const { result, run } = JSON.parse(text)
  return JSON.stringify([result, run.outcome])
}

export function differences(remains: Remains, expected: Remains): readonly string[] {
  const parts = ['names', 'notes', 'calls', 'history', 'answers'] as const
  return parts.flatMap((part) => {
    const [here, there] = [new Set(remains[part]), new Set(expected[part])]
    const more = remains[part].filter((line) => !there.has(line) && !isNothingAnyMore(part, line, expected))
    const missing = expected[part].filter((line) => !here.has(line))
    return [...more.map((line) => `${part}: ${line}`), ...missing.map((line) => `${part} lacks: ${line}`)]
  })
}

/** Whoever takes up what another run has left has searched, too, and found nothing there any more. */
function isNothingAnyMore(part: string, line: string, { history }: Remains): boolean {
  if (part !== 'history') return false
  const { FACT_ID, KEY_VALUE, ...where } = JSON.parse(line)
  if (where.FORGET !== 1 || FACT_ID !== null || KEY_VALUE !== null) return false
  return history.some((one) => {
    const row = JSON.parse(one)
    return Object.entries(where).every(([name, value]) => row[name] === value)
  })
}

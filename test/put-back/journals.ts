/** Journals that are lost, cut, empty or older than what was done since, each at a point that chance has chosen. */

import { cpSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { SettingsInvalid } from '../../src/domain/errors.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { withWorld, type World } from '../support/tenant-context.ts'
import { chanceFrom, type Chance } from '../soak/random.ts'
import { differences, remainsOf, story, type Remains } from './story.ts'

const manners = ['an older copy', 'lost', 'empty', 'cut'] as const
type Manner = (typeof manners)[number]

/** Points are counted over all passes. */
interface Trial {
  readonly manner: Manner
  /** When the copy was taken. */
  readonly copiedAt: number
  /** When the pass was cut off, and the journal replaced. */
  readonly replacedAt: number
  /** Of a copy that was cut, how much is left. */
  readonly share: number
  /** A request that is taken out of the folder for the pass that follows, by its place among those that are there. */
  readonly aside: number | null
}

export interface Verdict {
  readonly points: number
  readonly trials: number
  readonly faults: readonly string[]
}

interface Undisturbed {
  readonly points: readonly string[]
  readonly remains: Remains
}

/** `seed` chooses; the same seed makes the same trials. */
export async function tryJournals({
  seed,
  trials,
  only = null,
}: {
  readonly seed: number
  readonly trials: number
  /** Trials by their number, instead of all. */
  readonly only?: ReadonlySet<number> | null
}): Promise<Verdict> {
  const chance = chanceFrom(seed)
  const choose = (points: number): readonly Trial[] => Array.from({ length: trials }, () => trialOf(chance, points))
  return tryAll(`seed ${seed}`, choose, only)
}

/** Lost and empty at each point there is. */
export async function tryEveryPoint(): Promise<Verdict> {
  return tryAll('every point', (points) =>
    Array.from({ length: points }, (_, replacedAt) => replacedAt).flatMap((replacedAt) =>
      (['lost', 'empty'] as const).map((manner) => ({ manner, copiedAt: -1, replacedAt, share: 1, aside: null })),
    ),
  )
}

async function tryAll(
  name: string,
  choose: (points: number) => readonly Trial[],
  only: ReadonlySet<number> | null = null,
): Promise<Verdict> {
  const expected = await withWorld(undisturbed)
  const trials = [...choose(expected.points.length).entries()].filter(([n]) => only === null || only.has(n))
  const counts = new Map<string, number>(manners.map((manner) => [manner, 0]))
  const faults: string[] = []
  for (const [n, trial] of trials) {
    counts.set(trial.manner, (counts.get(trial.manner) ?? 0) + 1)
    if (n > 0 && n % 100 === 0)
      process.stdout.write(`journals: ${name}, ${n} trials so far, ${faults.length} differences\n`)
    for (const fault of await withWorld((world) => tried(world, trial, expected))) {
      const told = `${name}, trial ${n}, ${nameOf(trial, expected)}: ${fault}`
      process.stdout.write(`${told}\n`)
      faults.push(told)
    }
  }
  const told = [...counts].map(([manner, count]) => `${count} ${manner}`).join(', ')
  const head = `journals: ${name}, ${expected.points.length} points, ${trials.length} trials (${told})`
  process.stdout.write(`${head}: ${faults.length} differences\n`)
  return { points: expected.points.length, trials: trials.length, faults }
}

function trialOf(chance: Chance, points: number): Trial {
  const [one, other] = [chance.below(points), chance.below(points)]
  return {
    manner: chance.happens(0.6) ? 'an older copy' : chance.oneOf(['lost', 'empty', 'cut']),
    copiedAt: Math.min(one, other),
    replacedAt: Math.max(one, other),
    share: chance.next(),
    aside: chance.happens(0.3) ? chance.next() : null,
  }
}

function nameOf({ manner, copiedAt, replacedAt, aside }: Trial, { points }: Undisturbed): string {
  const without = aside === null ? '' : `, one aside (${aside.toFixed(3)})`
  return `${manner}${without}, ${copiedAt} (${points[copiedAt]}) to ${replacedAt} (${points[replacedAt]})`
}

async function undisturbed(world: World): Promise<Undisturbed> {
  const points: string[] = []
  for (const act of story) {
    await act(world)
    await pass(world, (point, side) => points.push(`${side} ${point}`))
  }
  return { points, remains: await remainsOf(world) }
}

async function pass(world: World, checkpoint: Checkpoint, stop = new AbortController()): Promise<number> {
  const { files, runs } = await processPass(await world.open({ checkpoint }), scheduledScope, stop.signal)
  return files.length + runs.length
}

async function tried(world: World, trial: Trial, { remains }: Undisturbed): Promise<readonly string[]> {
  const count = { points: 0 }
  for (const act of story) {
    await act(world)
    if (count.points > trial.replacedAt) {
      await calmly(world)
      continue
    }
    if (await cutOff(world, trial, count)) {
      replace(world, trial)
      await withAside(world, trial, () => calmly(world))
      await calmly(world)
    }
  }
  // A run that was open may be tried once more before it is over.
  for (let more = 0; more < 3; more += 1) await calmly(world)
  return differences(await remainsOf(world), remains)
}

async function withAside(world: World, { aside }: Trial, work: () => Promise<void>): Promise<void> {
  if (aside === null) return
  const requests = (await world.names()).filter((name) => /-\d{8}-\w+\.json$/.test(name))
  const name = requests[Math.floor(aside * requests.length)] ?? ''
  const [place, away] = [join(world.directory, name), join(world.folder, 'aside')]
  renameSync(place, away)
  await work()
  renameSync(away, place)
}

/** A pass that nothing disturbs; where the journal is damaged, without it, as the manual says. */
async function calmly(world: World): Promise<void> {
  try {
    await pass(world, () => {})
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error
    lose(world)
    await pass(world, () => {})
  }
}

/** Whether the pass was cut off; a copy of the journal is made on the way. */
async function cutOff(world: World, trial: Trial, count: { points: number }): Promise<boolean> {
  const stop = new AbortController()
  const checkpoint: Checkpoint = () => {
    const point = count.points++
    if (point === trial.copiedAt) copy(world)
    if (point < trial.replacedAt) return
    stop.abort()
    throw new Error('cut off')
  }
  try {
    await pass(world, checkpoint, stop)
    return false
  } catch (error) {
    if (count.points <= trial.replacedAt) throw error
    return true
  }
}

const journalOf = ({ folder }: World): string => join(folder, 'journal.db')
const copyOf = ({ folder }: World): string => join(folder, 'journal.copy')

/** As SQLite makes copies of a file that is in use. Its lease has run out when somebody puts it back. */
function copy(world: World): void {
  withSqliteFile(journalOf(world), (database) => database.exec(`vacuum into '${copyOf(world)}'`))
  withSqliteFile(copyOf(world), (database) => database.exec('delete from lethe_lease'))
}

function replace(world: World, { manner, share }: Trial): void {
  if (manner !== 'an older copy') copyNow(world)
  lose(world)
  if (manner === 'lost') return
  if (manner === 'empty') {
    writeFileSync(journalOf(world), '')
    return
  }
  cpSync(copyOf(world), journalOf(world))
  if (manner === 'cut') truncateSync(journalOf(world), Math.floor(statSync(journalOf(world)).size * share))
}

function copyNow(world: World): void {
  rmSync(copyOf(world), { force: true })
  copy(world)
}

function lose(world: World): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${journalOf(world)}${end}`, { force: true })
}

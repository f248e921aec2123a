/** Minutes of everything at once: files by the thousand, every product, and whatever can go wrong around them. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openDatabase } from '../../src/platform/sql/open.ts'
import { password } from '../support/all-products.ts'
import { AutomationTaskDouble, createTaskFolders, type CallStore } from '../support/automation-task.ts'
import { callsBehind } from '../support/automation-views.ts'
import { sqliteSettings, withFolder } from '../support/databases.ts'
import { postgres } from '../support/engines.ts'
import { eventsOf, runLethe } from '../support/lethe-process.ts'
import { withWebServices } from '../support/web-services-server.ts'
import { faultsOf, type Outline } from './checker.ts'
import { daemonIn } from './daemon.ts'
import { favoritesOnline, folders, install, installLeads, settingsFor } from './installation.ts'
import { searchLeft } from './leaks.ts'
import { growthOf, mebibytes } from './memory.ts'
import { neighboursOf } from './people.ts'
import { keepPlanted, textsBelow, type Planted } from './planted.ts'
import { play, type Stage } from './play.ts'
import { chanceFrom } from './random.ts'
import { peopleFor, planDrops } from './requests.ts'
import { answered, descriptorsAtRest } from './rest.ts'

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)
const files = numberOf('SOAK_FILES', 10_000)
const minutes = numberOf('SOAK_MINUTES', 10)
const seed = numberOf('SOAK_SEED', 20_180_525)

const minute = 60_000
const chance = chanceFrom(seed)
const people = neighboursOf(peopleFor(files))
const outline: Outline = { people, drops: planDrops(files, { chance, people }) }
const [someone, ...others] = people.map(({ stranger }) => stranger)
if (someone === undefined) throw new Error('a soak needs people')
const strangers = [someone, ...others] as const

/** As much as was asked for, and what is left then. */
const patience = (minutes / 2 + 5) * minute

test(`${files} files in ${minutes} minutes, seed ${seed}`, { timeout: (2 * minutes + 20) * minute }, async () => {
  await withStage(async (stage, planted) => {
    const start = performance.now()
    const { daemon, course } = stage
    await daemon.start()
    const split = Math.floor(files * 0.3)
    const first = { milliseconds: minutes * minute * 0.3, drops: outline.drops.slice(0, split) }
    await play(stage, { ...first, endsEveryMs: 12_000, faultsEveryMs: 6000 })
    await answered(stage, split, patience)
    const open = await descriptorsAtRest(stage)

    // From here on one process, which is to hold what it held, with everything else still going wrong.
    course.memory = []
    const second = { milliseconds: minutes * minute * 0.7, drops: outline.drops.slice(split) }
    await play(stage, { ...second, endsEveryMs: null, faultsEveryMs: 8000 })
    const growth = growthOf(course.memory)
    const dropped = performance.now() - start
    await answered(stage, files, patience)
    const over = performance.now() - start
    const openLast = await descriptorsAtRest(stage)
    await daemon.stop()

    const last = await runLethe(stage.site.folder, ['run'], stage.environment)
    expect([last.code, eventsOf(last, 'pass-ended')[0]?.['files']]).toEqual([0, 0])
    const faults = await faultsOf(stage, outline, planted)
    const search = searchLeft(stage, people, last.out + last.err)
    print([
      `seed ${seed}: ${files} files in ${(dropped / minute).toFixed(1)} min, the last answered ${Math.round((over - dropped) / 1000)} s later`,
      `${(files / (over / 1000)).toFixed(1)} a second`,
      [...course.counts].map(([what, times]) => `${times} × ${what}`).join(', '),
      `undisturbed for ${(second.milliseconds / minute).toFixed(1)} min: ${mebibytes(growth)}`,
      `${open} descriptors at rest, ${openLast} at the end`,
      `${search.bytes} bytes searched for canaries`,
    ])
    expect(faults.slice(0, 20)).toEqual([])
    expect(search.leaks.slice(0, 20)).toEqual([])
    expect(openLast).toBeLessThanOrEqual(open)
    expect(growth.last / growth.first).toBeLessThanOrEqual(1.2)
  })
})

function print(parts: readonly string[]): void {
  process.stdout.write(`soak: ${parts.join('; ')}\n`)
}

/** Opened for as long as it takes: another account is to write the database as well. */
function nightIn(folder: string): Stage['night'] {
  const task = createTaskFolders(join(folder, 'ia'))
  let store: CallStore | null = null
  const calls: CallStore = { of: () => [], forget: (...asked) => store?.forget(...asked) }
  const double = new AutomationTaskDouble(task, calls)
  return async () => {
    const database = await openDatabase('ia', sqliteSettings(join(folder, 'ia.db')))
    store = callsBehind(database, 2, () => '9999-12-31')
    await double.night(new Date()).finally(() => database.close())
  }
}

function withStage(work: (stage: Stage, planted: Planted) => Promise<void>): Promise<void> {
  return withFolder((home) =>
    withWebServices(favoritesOnline(people), (server) =>
      postgres.withDatabase(async (crm, settings) => {
        const [folder, copies] = [join(home, 'site'), join(home, 'copies')]
        for (const each of [folder, copies]) mkdirSync(each)
        writeFileSync(join(folder, 'lethe.yaml'), settingsFor({ folder, baseUrl: server.baseUrl }, settings))
        install(folder, people)
        await installLeads(crm, people)
        const stranger = () => chance.oneOf(strangers)
        const site = { folder, server, crm, chance, stranger, logs: textsBelow(join(folder, folders.logs)) }
        const environment = { ...password, CRM_PASSWORD: settings.password ?? '' }
        const course = { counts: new Map<string, number>(), portraits: new Map<string, string>(), memory: [] }
        const night = nightIn(folder)
        const stage = { site, environment, daemon: daemonIn(folder, environment), course, night }
        await work(stage, await keepPlanted(site, copies))
      }),
    ),
  )
}

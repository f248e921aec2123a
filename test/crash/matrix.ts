/** Ends the command at one point after another where something becomes lasting, has it run again, and compares. */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { belongs, password } from '../support/all-products.ts'
import { searchFor, writtenBelow } from '../support/canaries.ts'
import { startLethe, type Ended } from '../support/lethe-process.ts'
import { withWebServices, type Store, type WebServicesServer } from '../support/web-services-server.ts'
import { canaries, favoritesOnline, install, settingsFor } from './installation.ts'
import { differences, traceOf, type Trace } from './trace.ts'

export interface Matrix {
  /** Names of the points in the order of an undisturbed run. */
  readonly points: readonly string[]
  /** Kills at that point, counted from 0. */
  readonly crashAt: (point: number) => Promise<Crash>
  /** Processor time of the whole run, never killed, milliseconds. */
  readonly undisturbedWith: number
}

export interface Crash {
  /** Where it was killed. */
  readonly at: string
  /** What is wrong afterwards; nothing, if all is well. */
  readonly faults: readonly string[]
  /** From the restart to its end, milliseconds. */
  readonly resumedAfter: number
  /** Processor time of it, milliseconds: unlike the other it hardly depends on what else the machine does. */
  readonly resumedWith: number
}

/** `folder` is empty, and removed by whoever made it. */
export async function openMatrix(folder: string): Promise<Matrix> {
  const template = join(folder, 'template')
  mkdirSync(template)
  install(template)
  const undisturbed = await inCopy(folder, 'undisturbed', async (site) => {
    const ended = await site.run()
    // One identifier of the request is malformed.
    if (ended.code !== 1) throw new Error(`the undisturbed run ended with ${ended.code}: ${ended.out}${ended.err}`)
    const leaks = site.leaks(ended)
    if (leaks.length > 0) throw new Error(`the undisturbed run let slip ${leaks.join('; ')}`)
    return { points: site.points(), usage: site.usage(), trace: await site.trace() }
  })
  return {
    points: undisturbed.points,
    undisturbedWith: undisturbed.usage,
    crashAt: (point) => inCopy(folder, `killed-${point}`, (site) => crash(site, point, undisturbed.trace)),
  }
}

async function crash(site: Site, point: number, expected: Trace): Promise<Crash> {
  const killed = await site.run(point)
  const at = site.points().at(-1) ?? 'before the first'
  if (killed.signal !== 'SIGKILL') return { at, faults: [`ended by itself with ${killed.code}`], ...notResumed }
  const early = site.leaks(killed)
  const start = performance.now()
  const ended = await site.run()
  const resumed = { resumedAfter: performance.now() - start, resumedWith: site.usage() }
  const faults = await site.trace().then(
    (trace) => differences(trace, expected),
    (error: unknown) => [`nothing to compare: ${String(error)}`],
  )
  const told = faults.length > 0 ? [`it ended with ${ended.code} ${ended.err}`] : []
  return { at, faults: [...faults, ...told, ...site.violations(), ...early, ...site.leaks(ended)], ...resumed }
}

const notResumed = { resumedAfter: 0, resumedWith: 0 } as const

interface Site {
  /** Kills at that point; without one it runs to its end. */
  readonly run: (fatal?: number) => Promise<Ended>
  /** Those that were passed so far. */
  readonly points: () => readonly string[]
  /** Processor time of the run that ended by itself, milliseconds. */
  readonly usage: () => number
  readonly trace: () => Promise<Trace>
  /** Who stands in what was written so far where nobody belongs, and in what was printed. */
  readonly leaks: (printed: Ended) => readonly string[]
  /** Calls that Web Services do not know. */
  readonly violations: () => readonly string[]
}

/** A fresh copy of the installation, with a server of its own. */
function inCopy<T>(folder: string, name: string, work: (site: Site) => Promise<T>): Promise<T> {
  const copy = join(folder, name)
  cpSync(join(folder, 'template'), copy, { recursive: true, preserveTimestamps: true })
  const store = favoritesOnline()
  return withWebServices(store, async (server) => {
    writeFileSync(join(copy, 'lethe.yaml'), settingsFor({ folder: copy, baseUrl: server.baseUrl }))
    const result = await work(siteIn(copy, store, server))
    rmSync(copy, { recursive: true })
    for (const note of ['points', 'usage']) rmSync(`${copy}.${note}`)
    return result
  })
}

const entry = fileURLToPath(new URL('../support/checkpointed-main.mjs', import.meta.url))

function siteIn(folder: string, store: Store, { violations }: WebServicesServer): Site {
  // Beside the installation, of which they are no part.
  const [points, usage] = [`${folder}.points`, `${folder}.usage`]
  return {
    run: (fatal) => {
      const kill = fatal === undefined ? {} : { LETHE_KILL: String(fatal) }
      const notes = { LETHE_POINTS: points, LETHE_USAGE: usage }
      return startLethe(folder, ['run'], { ...password, ...notes, ...kill }, entry).ended
    },
    points: () => readFileSync(points, 'utf8').split('\n').slice(0, -1),
    usage: () => Number(readFileSync(usage, 'utf8')),
    trace: () => traceOf(folder, store),
    leaks: ({ out, err }) => {
      const places = writtenBelow(folder, belongs).set('output', Buffer.from(out + err))
      return searchFor(canaries, places).leaks.map((leak) => `leak: ${leak}`)
    },
    violations: () => violations,
  }
}

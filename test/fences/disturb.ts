/** Daemons that are killed, and stopped for longer than their lease, and cut off from their journal, while they erase. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { chanceFrom, type Chance } from '../soak/random.ts'
import { withFolder } from '../support/databases.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { answered, leaseMs, prepare, submit, tallyOf, type Tally } from './site.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Plan {
  readonly seed: number
  readonly daemons: number
  /** Of all daemons together. */
  readonly disturbances: number
  readonly journal: DatabaseSettings
  readonly name: string
}

export interface Verdict extends Tally {
  readonly files: number
  readonly answered: number
  readonly kills: number
  readonly pauses: number
  readonly cuts: number
}

export function disturbed(plan: Plan): Promise<Verdict> {
  return withFolder(async (folder) => {
    const proxy = plan.journal.port === undefined ? null : await startProxy(plan.journal.port)
    const journal = proxy === null ? plan.journal : { ...plan.journal, port: proxy.port }
    try {
      await prepare(folder, journal)
      const verdict = await runDisturbed({ ...plan, journal }, folder, proxy)
      const { name, seed, daemons } = plan
      process.stdout.write(`fences: ${daemons} daemons, journal on ${name}, seed ${seed}: ${JSON.stringify(verdict)}\n`)
      return verdict
    } finally {
      await proxy?.close()
    }
  })
}

async function runDisturbed(plan: Plan, folder: string, proxy: Proxy | null): Promise<Verdict> {
  const counts = { kills: 0, pauses: 0, cuts: 0 }
  const state = { left: plan.disturbances, files: 0, isOver: false }
  const start = (): ChildProcess => startDaemon(folder, plan.journal)
  const feeding = feed(folder, state)
  const disturber = async (n: number): Promise<ChildProcess> => {
    const chance = chanceFrom(plan.seed + n)
    let daemon = start()
    while (state.left > 0) {
      state.left -= 1
      await systemClock.sleep(400 + chance.below(1_200))
      daemon = await disturb({ daemon, proxy, chance, counts, start })
    }
    return daemon
  }
  const daemons = await Promise.all(Array.from({ length: plan.daemons }, (_, n) => disturber(n)))
  state.isOver = true
  await feeding
  // The file of the first pass is among them.
  for (let n = 0; n < 240 && answered(folder) < state.files + 1; n += 1) await systemClock.sleep(500)
  for (const daemon of daemons) await ended(daemon, 'SIGTERM')
  const asked = Array.from({ length: 2 * state.files }, (_, n) => n)
  return { files: state.files, answered: answered(folder) - 1, ...counts, ...tallyOf(folder, asked) }
}

/** One file after another for as long as there is somebody to disturb, each with two people. */
async function feed(folder: string, state: { files: number; isOver: boolean }): Promise<void> {
  while (!state.isOver && state.files < 1_900) {
    submit(folder, state.files, [2 * state.files, 2 * state.files + 1])
    state.files += 1
    await systemClock.sleep(300)
  }
}

interface Disturbing {
  readonly daemon: ChildProcess
  readonly proxy: Proxy | null
  readonly chance: Chance
  readonly counts: { kills: number; pauses: number; cuts: number }
  readonly start: () => ChildProcess
}

/** Returns the daemon that works from then on. */
async function disturb({ daemon, proxy, chance, counts, start }: Disturbing): Promise<ChildProcess> {
  const longer = leaseMs * (1.1 + chance.next())
  if (proxy !== null && chance.happens(0.2)) {
    counts.cuts += 1
    if (chance.happens(0.5)) proxy.cut()
    else {
      proxy.still()
      await systemClock.sleep(longer)
      proxy.flow()
    }
    return daemon
  }
  if (chance.happens(0.4)) {
    counts.kills += 1
    await ended(daemon, 'SIGKILL')
    return start()
  }
  counts.pauses += 1
  daemon.kill('SIGSTOP')
  await systemClock.sleep(longer)
  daemon.kill('SIGCONT')
  return daemon
}

function startDaemon(folder: string, { password = '' }: DatabaseSettings): ChildProcess {
  const env = { PATH: process.env['PATH'], DB: password }
  return spawn(process.execPath, [main, 'watch'], { cwd: folder, env, stdio: 'ignore' })
}

async function ended(daemon: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const end = once(daemon, 'exit')
  daemon.kill(signal)
  await end
}

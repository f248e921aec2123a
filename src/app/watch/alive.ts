/** The signs of life of a daemon, for whoever restarts it when there are none: a file of its own in the state folder. */

import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'

import { systemClock, type Clock } from '../../platform/time/clock.ts'
import type { Services } from '../compose.ts'

const everyMs = 10_000
/** A daemon that stands still longer is taken for dead. */
const patienceMs = 60_000

/** Of this machine: several may share the folder. */
function fileIn(stateFolder: string): string {
  return join(stateFolder, `alive-${hostname().replaceAll(/[^\w.-]/g, '_')}`)
}

/** From now on, as long as the process has time for anything, and until `stop`. */
export function giveSigns(
  stateFolder: string,
  { clock, log }: Pick<Services, 'clock' | 'log'>,
): { readonly stop: () => void } {
  const file = fileIn(stateFolder)
  const stopping = new AbortController()
  const signing = async (): Promise<void> => {
    let told = false
    while (!stopping.signal.aborted) {
      const given = sign(file, clock)
      if (!given && !told) log.warn({ reason: unwritten }, 'no sign of life can be given')
      told = !given
      await clock.sleep(everyMs, stopping.signal)
    }
  }
  // Only the end of the sleep ends it.
  signing().catch(() => {})
  return {
    stop: () => {
      stopping.abort()
      rmSync(file, { force: true })
    },
  }
}

function sign(file: string, clock: Clock): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `${clock.now().toISOString()}\n`, { mode: 0o600 })
    return true
  } catch {
    return false
  }
}

const unwritten = 'the folder `lethe-state` cannot be written to, and health checks take this daemon for dead'

/** Seconds since the latest sign of a daemon on this machine; null when there is none, as after a clean stop. */
export function latestSign(stateFolder: string, { now }: Pick<Clock, 'now'> = systemClock): number | null {
  const status = statSync(fileIn(stateFolder), { throwIfNoEntry: false })
  return status === undefined ? null : Math.max(0, Math.round((now().getTime() - status.mtimeMs) / 1000))
}

export function isAlive(seconds: number | null): boolean {
  return seconds !== null && seconds * 1000 <= patienceMs
}

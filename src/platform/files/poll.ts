/** Hints about a folder that sends no events, as network shares do: looks at names, sizes and times again and again. */

import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { untilStopped, type FolderWatch, type Pacing, type WatchOptions } from './watch.ts'

const pollingMs = 1000
/** A slow share is looked at for a fifth of the time at most. */
const restFactor = 4
/** Looks that are under way at once: a share answers each after a while. */
const atOnce = 32

export function pollFolder(options: WatchOptions, pacing: Pacing): FolderWatch {
  const stop = new AbortController()
  let there = true
  const look = async (): Promise<string | null> => {
    const seen = await digestOf(options)
    there = seen !== null
    return seen
  }
  let last: string | null = null
  let first: Promise<unknown> | null = look()
  void untilStopped(stop.signal, async (signal) => {
    const start = pacing.elapsed()
    const seen = await look()
    if (seen !== last) options.onHint(null)
    last = seen
    await pacing.sleep(Math.max(pollingMs, restFactor * (pacing.elapsed() - start)), signal)
  })
  return {
    renew: async () => {
      if (first !== null) await first
      first = null
      return there
    },
    close: () => {
      stop.abort()
    },
  }
}

/** Null when the folder cannot be listed. */
async function digestOf({ folder, concerns }: WatchOptions): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    const names = (await readdir(folder)).filter(concerns).sort()
    for (let start = 0; start < names.length; start += atOnce) {
      const states = await Promise.all(names.slice(start, start + atOnce).map((name) => stateOf(join(folder, name))))
      hash.update(states.join('\n'))
    }
    return hash.digest('hex')
  } catch {
    return null
  }
}

async function stateOf(path: string): Promise<string> {
  const status = await lstat(path, { bigint: true }).catch(() => null)
  return status === null
    ? path
    : [path, status.ino, status.mode, status.nlink, status.size, status.mtimeNs, status.ctimeNs].join(' ')
}

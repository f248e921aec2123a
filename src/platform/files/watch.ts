/** Tells that something may have changed in a folder. A hint, not proof: events get lost, and look again anyway. */

import { watch, type FSWatcher } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'

export interface FolderWatch {
  /**
   * False while there is no folder. Call it before each look: a folder that was put in the place of the watched one,
   * made anew or mounted over it, sends its events from then on.
   */
  readonly renew: () => Promise<boolean>
  readonly close: () => void
}

export interface Pacing {
  /** Milliseconds since some moment. */
  readonly elapsed: () => number
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** A disk that is mounted over a folder tells nobody: how often to look whether it is still the same one. */
const identityMs = 2000

export interface WatchOptions {
  readonly folder: string
  /** Whether an entry of that name matters. */
  readonly concerns: (name: string) => boolean
  /** Called for each entry that matters and was added, changed or removed in the folder itself. */
  readonly onHint: () => void
}

/**
 * One watch for the folder, however many files stand in it, and one look at the folder's identity now and then. chokidar
 * has one watch for each file and, also where files are ignored, looks at every entry of the folder at each event: with
 * 10,000 files, of which each is answered by one more, that took more than all the rest together.
 */
export function watchFolder(options: WatchOptions, pacing: Pacing): FolderWatch {
  const stop = new AbortController()
  let open: FSWatcher | null = null
  let watched: string | null = null
  const drop = (): void => {
    open?.close()
    open = null
    watched = null
  }
  void untilStopped(stop.signal, async (signal) => {
    await pacing.sleep(identityMs, signal)
    if ((await identityOf(options.folder)) !== watched) options.onHint()
  })
  return {
    renew: async () => {
      const there = await identityOf(options.folder)
      if (there !== watched || open === null) {
        drop()
        open = there === null ? null : startWatch(options, drop)
        // Another one may have taken its place meanwhile: the next call finds out.
        if (open !== null && (await identityOf(options.folder)) === there) watched = there
      }
      return there !== null
    },
    close: () => {
      stop.abort()
      drop()
    },
  }
}

/** Null when the system grants no watch: then every look at the folder's identity is a hint. */
function startWatch({ folder, concerns, onHint }: WatchOptions, onLost: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false })
    watcher.on('change', (_kind, name) => {
      // The folder itself was moved or removed; one that is made anew may have the same inode.
      if (name === basename(folder)) onLost()
      if (typeof name !== 'string' || concerns(name) || name === basename(folder)) onHint()
    })
    watcher.on('error', () => {
      onLost()
      onHint()
    })
    return watcher
  } catch {
    return null
  }
}

/** Again and again, until the signal aborts. */
export async function untilStopped(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    while (!signal.aborted) await work(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function identityOf(folder: string): Promise<string | null> {
  try {
    const status = await stat(folder, { bigint: true })
    return status.isDirectory() ? [status.dev, status.ino, status.birthtimeNs].join(':') : null
  } catch {
    return null
  }
}

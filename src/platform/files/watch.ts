/** Tells that something may have changed in a folder. A hint, not proof: events get lost, and look again anyway. */

import { stat } from 'node:fs/promises'
import { basename } from 'node:path'

import { watch, type FSWatcher } from 'chokidar'

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
 * One watch for the folder, however many files stand in it: the files themselves are ignored, and the folder's own raw
 * events tell of them. With a watch for each, 10,000 files would take more than some systems grant, and 70 MB.
 */
export function watchFolder(options: WatchOptions, pacing: Pacing): FolderWatch {
  const stop = new AbortController()
  let open: FSWatcher | null = null
  let watched: string | null = null
  const drop = (): void => {
    void open?.close()
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

function startWatch({ folder, concerns, onHint }: WatchOptions, onLost: () => void): FSWatcher {
  const ignored = (path: string): boolean => path !== folder
  const watcher = watch(folder, { persistent: false, ignoreInitial: true, depth: 0, ignored })
  watcher.on('raw', (_kind, name) => {
    // The folder itself was moved or removed; one that is made anew may have the same inode.
    if (name === basename(folder)) onLost()
    if (typeof name !== 'string' || concerns(name) || name === basename(folder)) onHint()
  })
  // What came before the watch was set up told nobody.
  watcher.on('ready', onHint)
  // The system grants no watch, or took it back: the regular look finds the files.
  watcher.on('error', () => {
    onLost()
    onHint()
  })
  return watcher
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

/** Tells that something may have changed in a folder. A hint, not proof: events get lost, and look again anyway. */

import { stat } from 'node:fs/promises'
import { basename } from 'node:path'

import { FSWatcher } from 'chokidar'

export interface FolderWatch {
  /**
   * False while there is no folder. Call it before each look: a folder that was put in the place of the watched one,
   * made anew or mounted over it, sends its events from then on.
   */
  readonly renew: () => Promise<boolean>
  readonly close: () => void
}

export interface Pacing {
  /** Milliseconds since some fixed time. */
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
  /** Given the name of an entry that matters and was added, changed or removed; null: it may have been any. */
  readonly onHint: (name: string | null) => void
}

/**
 * One watch for the folder, however many files stand in it: its own raw events tell of them. With a watch for each,
 * 10,000 files would take more than some systems grant, and 70 MB.
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
    if ((await identityOf(options.folder)) !== watched) options.onHint(null)
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
  const watcher = new BareWatcher({ persistent: false, ignoreInitial: true, depth: 0 })
  watcher.on('raw', (_kind, name) => {
    // The folder itself was moved or removed; one that is made anew may have the same inode.
    if (name === basename(folder)) onLost()
    if (typeof name !== 'string' || name === basename(folder)) onHint(null)
    else if (concerns(name)) onHint(name)
  })
  // What came before the watch was set up told nobody.
  watcher.on('ready', () => {
    onHint(null)
  })
  // The system grants no watch, or took it back: the regular look finds the files.
  watcher.on('error', () => {
    onLost()
    onHint(null)
  })
  watcher.add(folder)
  return watcher
}

/**
 * Looks at nothing in the folder. chokidar would list it at the start and at each event, with an lstat for every file,
 * to say what was added or removed; that costs more than all the rest when thousands arrive.
 */
class BareWatcher extends FSWatcher {
  override _throttle(...call: Parameters<FSWatcher['_throttle']>): ReturnType<FSWatcher['_throttle']> {
    return call[0] === 'readdir' ? false : super._throttle(...call)
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

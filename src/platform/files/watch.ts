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
export function watchFolder(options: WatchOptions): FolderWatch {
  let open: FSWatcher | null = null
  let watched: string | null = null
  const drop = (): void => {
    void open?.close()
    open = null
    watched = null
  }
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
    close: drop,
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
  // The system grants no watch, or took it back: the regular look finds the files.
  watcher.on('error', () => {
    onLost()
    onHint()
  })
  return watcher
}

async function identityOf(folder: string): Promise<string | null> {
  try {
    const status = await stat(folder, { bigint: true })
    return status.isDirectory() ? [status.dev, status.ino, status.birthtimeNs].join(':') : null
  } catch {
    return null
  }
}

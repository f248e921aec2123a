/** Tells that something may have changed in a folder. A hint, not proof: events get lost, and look again anyway. */

import { watch } from 'chokidar'

export interface FolderWatch {
  readonly close: () => Promise<void>
}

/** How often network shares, which send no events, are polled. */
const pollingMs = 1000

/** `onHint` is called for every entry added, changed or removed in the folder itself. A missing folder is waited for. */
export function watchFolder(folder: string, polling: boolean, onHint: () => void): FolderWatch {
  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    usePolling: polling,
    interval: pollingMs,
    binaryInterval: pollingMs,
    // An entry that is a folder is nobody's concern, and neither is our own half-written answer.
    ignored: (path) => path.endsWith('.tmp'),
  })
  watcher.on('all', onHint)
  // What came before the watch was set up told nobody.
  watcher.on('ready', onHint)
  // Whatever stops the events, the regular look finds the files.
  watcher.on('error', onHint)
  return { close: () => watcher.close() }
}

/** A folder held open: what is done in it is done in this very one, wherever its name leads by now. */

import { constants, existsSync } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import { join, parse, sep } from 'node:path'

export interface Folder {
  /** The way to an entry, whose name holds no separator, or to the folder itself; good until `close`. */
  readonly to: (name?: string) => string
  /** Safe twice. */
  readonly close: () => Promise<void>
}

/** Linux leads through an open folder by the number that the process has it under. */
const handles = '/proc/self/fd'
const hasHandles = existsSync(handles)

/** O_PATH, which Node does not name: a folder is held without the right to read it. */
const heldOnly = 0o10000000
const asFolder = heldOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW

/**
 * Throws the system's error when there is no such folder, or a part of the way is a link: links are followed once, when
 * the settings are read. Where there are no handles, only the last part is looked at, and whoever swaps a folder in
 * between is not noticed.
 */
export async function openFolder(path: string): Promise<Folder> {
  if (!hasHandles) return await folderByName(path)
  const { root } = parse(path)
  let folder = heldFolder(await open(root, asFolder))
  for (const name of path.slice(root.length).split(sep)) {
    if (name !== '') folder = await within(folder, (parent) => openSubfolder(parent, name))
  }
  return folder
}

/** The same one step further. */
export async function openSubfolder(parent: Folder, name: string): Promise<Folder> {
  return hasHandles ? heldFolder(await open(parent.to(name), asFolder)) : await folderByName(parent.to(name))
}

/** Closes the folder when the work is over. */
export async function within<T>(folder: Folder, work: (folder: Folder) => Promise<T>): Promise<T> {
  try {
    return await work(folder)
  } finally {
    await folder.close()
  }
}

function heldFolder(handle: FileHandle): Folder {
  const path = `${handles}/${handle.fd}`
  let closing: Promise<void> | null = null
  return {
    to: (name) => (name === undefined ? path : `${path}/${name}`),
    close: () => (closing ??= handle.close()),
  }
}

async function folderByName(path: string): Promise<Folder> {
  if (!(await lstat(path)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
  return { to: (name) => (name === undefined ? path : join(path, name)), close: async () => {} }
}

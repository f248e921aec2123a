/** Files of a folder and of those in it, and single ones: by way of held folders, so that no link is ever followed. */

import { constants, type BigIntStats } from 'node:fs'
import { lstat, open, readdir, unlink, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'

import type { StepFailed } from '../../../domain/errors.ts'
import { nameOf, onDisk, readableName } from '../byte-names.ts'
import { openFolder, openSubfolder, within, type Folder } from '../folder.ts'

/** The product's own sentence about a folder that cannot be read. */
export type FolderFailure = (cause: unknown) => StepFailed

/** TABLE_NAME of what is found in it: its name, or its path where another one has the same name. */
export function labelOf(path: string, folders: readonly string[]): string {
  const name = basename(path)
  return folders.filter((one) => basename(one) === name).length > 1 ? path : name
}

/** Paths below the folder, with `/`; in order. Links and whatever else is no file are left alone. */
export async function* filesBelow(path: string, unreadable: FolderFailure, signal: AbortSignal): AsyncIterable<string> {
  const folder = await asked(unreadable, () => openFolder(path))
  try {
    yield* filesIn(folder, '', unreadable, signal)
  } finally {
    await folder.close()
  }
}

async function* filesIn(
  folder: Folder,
  way: string,
  unreadable: FolderFailure,
  signal: AbortSignal,
): AsyncIterable<string> {
  const entries = await asked(unreadable, () => readdir(folder.to(), { withFileTypes: true, encoding: 'buffer' }))
  for (const entry of [...entries].sort((a, b) => Buffer.compare(a.name, b.name))) {
    signal.throwIfAborted()
    const name = nameOf(entry.name)
    if (entry.isFile()) yield `${way}${name}`
    if (!entry.isDirectory()) continue
    // A folder is opened by its name alone: what stands in this one would be passed over.
    if (readableName(name) !== name) throw unreadable(Object.assign(new Error('name'), { code: 'EILSEQ' }))
    const inner = await asked(unreadable, () => openSubfolder(folder, name))
    try {
      yield* filesIn(inner, `${way}${name}/`, unreadable, signal)
    } finally {
      await inner.close()
    }
  }
}

/** Has the work done with the folder of one file; null when there is no such folder any more. */
export async function inFolderOf<T>(
  root: string,
  file: string,
  work: (folder: Folder, name: string) => Promise<T>,
): Promise<T | null> {
  const parts = file.split('/')
  const name = parts.pop() ?? ''
  // The history is a table that others may write: its paths must not lead out of the folder.
  if (parts.includes('..') || name === '..' || name === '') return null
  try {
    let folder = await openFolder(root)
    for (const part of parts) folder = await within(folder, (parent) => openSubfolder(parent, part))
    return await within(folder, (opened) => work(opened, name))
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

export async function openFile(folder: Folder, name: string): Promise<FileHandle> {
  return await open(onDisk(folder.to(name)), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}

export async function statusOf(folder: Folder, name: string): Promise<BigIntStats> {
  return await lstat(onDisk(folder.to(name)), { bigint: true })
}

export async function isRegular(folder: Folder, name: string): Promise<boolean> {
  return (await statusOf(folder, name)).isFile()
}

export async function removeFile(folder: Folder, name: string): Promise<void> {
  await unlink(onDisk(folder.to(name)))
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

async function asked<T>(unreadable: FolderFailure, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreadable(error)
  }
}

/**
 * A file that is dropped for a job elsewhere once and never again. First it lies beside its place under a name that no job
 * takes; whoever wants to drop it notes that he will; then one rename drops it. Cut off anywhere, it is dropped under the
 * same name, or was: one that is neither prepared nor in its place was taken by the job.
 */

import { lstat, readdir, rename, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'

import { randomToken } from '../crypto/random.ts'
import { removeLeftovers, writeAtomically } from './atomic-write.ts'
import { nameOf, onDisk } from './byte-names.ts'

/** `taken`: it lies there no more, or never did. */
export type DropState = 'prepared' | 'dropped' | 'taken'

/** Whole, or not at all; what was prepared under that name before is replaced, and what a kill has left is removed. */
export async function prepareFile(folder: string, name: string, content: { text: string; mode: number }) {
  await removeLeftovers(folder)
  const options = { mode: content.mode, token: randomToken() }
  await writeAtomically(join(folder, preparedName(name)), options, async (output) => {
    output.write(content.text)
  })
}

/** Drops what is prepared; changes nothing otherwise. */
export async function dropFile(folder: string, name: string): Promise<void> {
  await rename(join(folder, preparedName(name)), join(folder, name)).catch(ignoreMissing)
}

export async function dropState(folder: string, name: string): Promise<DropState> {
  if (await isFile(join(folder, preparedName(name)))) return 'prepared'
  return (await isFile(join(folder, name))) ? 'dropped' : 'taken'
}

/** A job that looks at what was changed since it last ran takes it once more. False where it lies there no more. */
export async function renewFile(folder: string, name: string, now: Date): Promise<boolean> {
  if (!(await isFile(join(folder, name)))) return false
  await utimes(join(folder, name), now, now)
  return true
}

export async function removeDropped(folder: string, name: string): Promise<void> {
  for (const each of [preparedName(name), name]) await unlink(join(folder, each)).catch(ignoreMissing)
}

/** What of that mark was prepared under another name, and noted by nobody. */
export async function removePrepared(folder: string, mark: string): Promise<void> {
  for (const bytes of await readdir(folder, { encoding: 'buffer' })) {
    const name = nameOf(bytes)
    const isOurs = name.startsWith('.') && name.endsWith(ending) && name.includes(mark)
    if (isOurs) await unlink(onDisk(join(folder, name))).catch(ignoreMissing)
  }
}

const ending = '.prepared'

/** Hidden, and of no type that a job looks for. */
function preparedName(name: string): string {
  return `.${name}${ending}`
}

/** Nothing else than a file counts: a folder or a link of that name is nobody's request. */
async function isFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(ignoreMissing))?.isFile() === true
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error
  return undefined
}

/** Whether another process has a file open for writing: then its place must not be taken by a rewritten copy. */

import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { onDisk } from '../../../platform/files/byte-names.ts'

/** `unknown`: not Linux, or processes of others may not be looked into. */
export type Writers = 'none' | 'some' | 'unknown'

const ownProcess = process.pid

/** Looks through /proc at every descriptor of every process but our own. */
export async function writersOf(path: string, procFolder = '/proc'): Promise<Writers> {
  const target = await stat(onDisk(path))
  const processes = (await readdir(procFolder).catch(() => [])).filter((name) => /^\d+$/.test(name))
  if (processes.length === 0) return 'unknown'
  let hidden = false
  for (const id of processes) {
    if (Number(id) === ownProcess) continue
    const answer = await writes(join(procFolder, id), target)
    if (answer === 'some') return 'some'
    hidden ||= answer === 'unknown'
  }
  return hidden ? 'unknown' : 'none'
}

async function writes(folder: string, target: { readonly dev: number; readonly ino: number }): Promise<Writers> {
  let descriptors: readonly string[]
  try {
    descriptors = await readdir(join(folder, 'fd'))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'unknown' : 'none'
  }
  for (const descriptor of descriptors) {
    const link = await readlink(join(folder, 'fd', descriptor)).catch(() => '')
    if (!link.startsWith('/')) continue
    const open = await stat(join(folder, 'fd', descriptor)).catch(() => null)
    if (open?.dev !== target.dev || open.ino !== target.ino) continue
    if (await isForWriting(join(folder, 'fdinfo', descriptor))) return 'some'
  }
  return 'none'
}

/** The access mode is in the last two bits of the flags, which are octal. (Source: proc(5).) */
async function isForWriting(path: string): Promise<boolean> {
  const flags = /^flags:\s*([0-7]+)/m.exec(await readFile(path, 'utf8').catch(() => ''))?.[1]
  return flags === undefined || (parseInt(flags, 8) & 3) !== 0
}

/** Reads a request file that somebody else may be writing, replacing or faking: what is read is one regular file. */

import { constants, type BigIntStats } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'

/** Why an entry of the folder is not read. */
export type Unreadable =
  'symbolic-link' | 'hard-link' | 'directory' | 'pipe' | 'socket' | 'device' | 'too-large' | 'unreadable'

export interface FileTimes {
  readonly modifiedNs: bigint
  /** When anything of it changed last, by the system's own clock: unlike the other, nobody can set it. */
  readonly changedNs: bigint
}

export type RequestFileState =
  | ({ readonly kind: 'file'; readonly size: number; readonly status: BigIntStats } & FileTimes)
  | { readonly kind: 'refused'; readonly why: Unreadable; readonly status: BigIntStats | null }
  | { readonly kind: 'gone' }

export type FileReading =
  | ({ readonly kind: 'read'; readonly bytes: Uint8Array } & FileTimes)
  | { readonly kind: 'refused'; readonly why: Unreadable; readonly status: BigIntStats | null }
  /** It changed or was replaced while we looked: nothing that was read counts. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'gone' }

/** Judges by lstat alone: opens nothing, follows nothing. */
export async function inspectFile(path: string, maxBytes: number): Promise<RequestFileState> {
  try {
    const status = await lstat(path, { bigint: true })
    const why = refusalOf(status, maxBytes)
    if (why !== null) return { kind: 'refused', why, status }
    return { kind: 'file', size: Number(status.size), status, ...timesOf(status) }
  } catch (error) {
    return lost(error, null)
  }
}

/** The bytes of one regular file, unchanged from the first look to the last. Keeps at most `maxBytes` in memory. */
export async function readFileOnce(path: string, maxBytes: number): Promise<FileReading> {
  const state = await inspectFile(path, maxBytes)
  return state.kind === 'file' ? await readPart(path, state.status, { start: 0, size: state.size }) : state
}

/** The same of its last `mostBytes`, however large it is; `size` is that of all. */
export async function readEndOnce(path: string, mostBytes: number): Promise<EndReading> {
  const state = await inspectFile(path, Number.MAX_SAFE_INTEGER)
  if (state.kind !== 'file') return state
  const start = Math.max(0, state.size - mostBytes)
  const reading = await readPart(path, state.status, { start, size: state.size - start })
  return reading.kind === 'read' ? { ...reading, size: state.size } : reading
}

type EndReading =
  | (Extract<FileReading, { readonly kind: 'read' }> & { readonly size: number })
  | Exclude<FileReading, { readonly kind: 'read' }>

interface Part {
  readonly start: number
  readonly size: number
}

/** From `start` to the end of the file. */
async function readPart(path: string, status: BigIntStats, part: Part): Promise<FileReading> {
  try {
    const handle = await open(path, withoutFollowing)
    try {
      return await readUnchanged(handle, status, part)
    } finally {
      await handle.close()
    }
  } catch (error) {
    return lost(error, status)
  }
}

/** O_NONBLOCK: a pipe laid under the name after lstat would hold us for ever. */
const withoutFollowing = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

async function readUnchanged(handle: FileHandle, expected: BigIntStats, part: Part): Promise<FileReading> {
  if (!sameContent(expected, await handle.stat({ bigint: true }))) return { kind: 'changed' }
  const bytes = await readExactly(handle, part)
  // A file overwritten in place gives a short read without an error.
  if (bytes === null || !sameContent(expected, await handle.stat({ bigint: true }))) return { kind: 'changed' }
  return { kind: 'read', bytes, ...timesOf(expected) }
}

/** Null when the file holds fewer bytes, or more. */
async function readExactly(handle: FileHandle, { start, size }: Part): Promise<Uint8Array | null> {
  // One byte more than expected: a file that grew shows itself.
  const buffer = new Uint8Array(size + 1)
  let filled = 0
  while (filled <= size) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === size ? buffer.subarray(0, size) : null
}

function sameContent(a: BigIntStats, b: BigIntStats): boolean {
  if (a.dev !== b.dev || a.ino !== b.ino || a.size !== b.size || !b.isFile()) return false
  // The sender can set mtime back after writing, as `put -p` does; ctime tells of that too.
  return a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs
}

function timesOf({ mtimeNs, ctimeNs }: BigIntStats): FileTimes {
  return { modifiedNs: mtimeNs, changedNs: ctimeNs }
}

function refusalOf(status: BigIntStats, maxBytes: number): Unreadable | null {
  if (status.isSymbolicLink()) return 'symbolic-link'
  if (status.isDirectory()) return 'directory'
  if (status.isFIFO()) return 'pipe'
  if (status.isSocket()) return 'socket'
  if (!status.isFile()) return 'device'
  // A second name may be one of a file outside the folder.
  if (status.nlink > 1n) return 'hard-link'
  return status.size > BigInt(maxBytes) ? 'too-large' : null
}

function lost(
  error: unknown,
  status: BigIntStats | null,
): Extract<RequestFileState, { readonly kind: 'gone' | 'refused' }> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' }
  // The name became a link between the look and the opening.
  if (code === 'ELOOP') return { kind: 'refused', why: 'symbolic-link', status: null }
  if (typeof code === 'string') return { kind: 'refused', why: 'unreadable', status }
  throw error
}

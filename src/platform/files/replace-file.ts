/** Puts new content in the place of a file that somebody else owns: whole or not at all, owner, mode and times kept. */

import { constants, type BigIntStats } from 'node:fs'
import { access, lstat, open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { onDisk } from './byte-names.ts'

/** What a file was when it was read. */
export interface FileVersion {
  readonly status: BigIntStats
  readonly bytes: Buffer
}

/**
 * `busy`: another process holds it. `read-only`: it may not be changed. `changed`: it is not what was read any more.
 * `gone`: there is no such file, or its folder is gone. In all these cases the file is as it was.
 */
export type Replacement = 'replaced' | 'busy' | 'read-only' | 'changed' | 'gone'

export type VersionReading = { readonly kind: 'read'; readonly version: FileVersion } | { readonly kind: Unavailable }
/** `no-file`: a folder, a pipe or a device, which might never end. */
export type Unavailable = Exclude<Replacement, 'replaced' | 'changed'> | 'link' | 'no-file' | 'too-large'

const busyCodes: readonly string[] = ['EBUSY', 'ETXTBSY', 'EAGAIN', 'EDEADLK']
const forbiddenCodes: readonly string[] = ['EACCES', 'EPERM', 'EROFS']
const goneCodes: readonly string[] = ['ENOENT', 'ENOTDIR', 'ESTALE']

/** Links are not followed. Any other failure of the system is thrown. */
export async function readVersion(path: string, mostBytes: number): Promise<VersionReading> {
  try {
    // A pipe that nobody writes to would be waited for without an end.
    const file = await open(onDisk(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const status = await file.stat({ bigint: true })
      if (!status.isFile()) return { kind: 'no-file' }
      if (status.size > BigInt(mostBytes)) return { kind: 'too-large' }
      return { kind: 'read', version: { status, bytes: await file.readFile() } }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ELOOP') return { kind: 'link' }
    return { kind: unavailable(error) }
  }
}

/**
 * Whether the file can be changed now. Opening it for writing is what a share refuses while another machine has the
 * file open; a file without any right to write is left alone also by those whom no right stops.
 */
export async function mayReplace(path: string): Promise<'yes' | 'busy' | 'read-only' | 'gone'> {
  try {
    if (((await lstat(onDisk(path))).mode & 0o222) === 0) return 'read-only'
    await access(onDisk(dirname(path)), constants.W_OK)
    await (await open(onDisk(path), constants.O_RDWR | constants.O_NOFOLLOW)).close()
    return 'yes'
  } catch (error) {
    return unavailable(error)
  }
}

/** Temporary name in the same folder, flush, compare with what was read, rename, flush of the folder. */
export async function replaceFile(
  path: string,
  before: FileVersion,
  content: Uint8Array,
  token: string,
): Promise<Replacement> {
  const may = await mayReplace(path)
  if (may !== 'yes') return may
  const temporary = join(dirname(path), `.lethe-${token}.tmp`)
  try {
    await writeCopy(temporary, content, before.status)
    if (!(await isUnchanged(path, before))) {
      await unlink(onDisk(temporary))
      return 'changed'
    }
    await rename(onDisk(temporary), onDisk(path))
    await flushFolder(dirname(path))
    return 'replaced'
  } catch (error) {
    await unlink(onDisk(temporary)).catch(() => {})
    return unavailable(error)
  }
}

const exclusive = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

async function writeCopy(path: string, content: Uint8Array, like: BigIntStats): Promise<void> {
  const file = await open(onDisk(path), exclusive, 0o600)
  try {
    await file.writeFile(content)
    await keepStatus(file, like)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Owner first: changing it may take bits off the mode. Where the owner cannot be given, the file is not replaced. */
async function keepStatus(file: FileHandle, like: BigIntStats): Promise<void> {
  const own = await file.stat({ bigint: true })
  if (own.uid !== like.uid || own.gid !== like.gid) await file.chown(Number(like.uid), Number(like.gid))
  await file.chmod(Number(like.mode & 0o7777n))
  await file.utimes(seconds(like.atimeNs), seconds(like.mtimeNs))
}

function seconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9
}

/** By identity, size and time, and since a share's clock may be coarse also by content. */
async function isUnchanged(path: string, { status, bytes }: FileVersion): Promise<boolean> {
  const now = await readVersion(path, Number(status.size))
  if (now.kind !== 'read') return false
  const { ino, dev, size, mtimeNs } = now.version.status
  const same = ino === status.ino && dev === status.dev && size === status.size && mtimeNs === status.mtimeNs
  return same && now.version.bytes.equals(bytes)
}

/** Network shares that keep no folder entries of their own to flush say so with one of these. */
const cannotFlush: readonly string[] = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES']

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(onDisk(folder), constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync().catch((error: unknown) => {
      if (!cannotFlush.includes(codeOf(error))) throw error
    })
  } finally {
    await handle.close()
  }
}

function unavailable(error: unknown): 'busy' | 'read-only' | 'gone' {
  const code = codeOf(error)
  if (busyCodes.includes(code)) return 'busy'
  if (forbiddenCodes.includes(code)) return 'read-only'
  if (goneCodes.includes(code)) return 'gone'
  throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

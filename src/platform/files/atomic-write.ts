/** A file appears whole or not at all, also when the machine stops in between. */

import { constants } from 'node:fs'
import { link, lstat, open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'

import { onDisk } from './byte-names.ts'
import { answerUnwritten } from './failures.ts'

export interface AtomicOptions {
  /** Access rights of the finished file, e.g. 0o640; the process's umask does not narrow them. */
  readonly mode: number
  /** Random part of the temporary name, letters and digits. */
  readonly token: string
  /** Called when everything is written and nothing has appeared yet; when it rejects, nothing does. */
  readonly confirm?: () => Promise<void>
}

/** Never like a request file's name, which starts with its action. Hidden, so that listings and SFTP clients skip it. */
const temporaryName = /^\.lethe-[a-z0-9]+\.tmp$/

/**
 * Has `fill` write the content, then puts the file at `path`: temporary name in the same folder, flush, rename, flush
 * of the folder. A file that stands there is replaced; so is a symbolic link, which is never followed. When anything
 * fails, `path` is as before and the temporary file is gone. `fill` may end the stream or leave that to us.
 */
export function writeAtomically<T>(
  path: string,
  options: AtomicOptions,
  fill: (output: Writable) => Promise<T>,
): Promise<T> {
  return write(path, options, fill, rename)
}

/** The same, but a file that stands at `path` by then stays as it is. */
export function createAtomically<T>(
  path: string,
  options: AtomicOptions,
  fill: (output: Writable) => Promise<T>,
): Promise<T> {
  return write(path, options, fill, async (temporary) => {
    await link(temporary, path).catch(ignoreExisting)
    await unlink(temporary)
  })
}

async function write<T>(
  path: string,
  options: AtomicOptions,
  fill: (output: Writable) => Promise<T>,
  place: (temporary: string, path: string) => Promise<void>,
): Promise<T> {
  const temporary = join(dirname(path), `.lethe-${options.token}.tmp`)
  const file = await asStep(() => open(temporary, exclusive, 0o600))
  try {
    const result = await fillFile(file, options.mode, fill)
    await options.confirm?.()
    await asStep(() => place(temporary, path))
    await asStep(() => flushFolder(dirname(path)))
    return result
  } catch (error) {
    // What cannot be removed now is a leftover, cleared at the next start; the first error is the one that matters.
    await unlink(temporary).catch(() => {})
    throw error
  }
}

/** O_EXCL and O_NOFOLLOW: whoever may write into the folder could have laid a link under the name. */
const exclusive = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

async function fillFile<T>(file: FileHandle, mode: number, fill: (output: Writable) => Promise<T>): Promise<T> {
  let failure: Error | undefined
  try {
    const output = streamInto(file)
    output.once('error', (error) => (failure = error))
    const result = await fill(output)
    await finished(output.end())
    await asStep(() => file.chmod(mode))
    await asStep(() => file.sync())
    return result
  } catch (error) {
    throw error === failure ? answerUnwritten(error) : error
  } finally {
    await file.close()
  }
}

/**
 * Not the handle's own stream: it either closes the file before it can be flushed or keeps it from being closed at all.
 * What came while the disk was busy goes out in one write.
 */
function streamInto(file: FileHandle): Writable {
  const write = (chunk: Uint8Array, done: (error?: Error | null) => void) => {
    file.writeFile(chunk).then(() => {
      done()
    }, done)
  }
  return new Writable({
    highWaterMark: 256 * 1024,
    write: (chunk: Uint8Array, _encoding, done) => {
      write(chunk, done)
    },
    writev: (waiting: readonly { readonly chunk: Uint8Array }[], done) => {
      write(Buffer.concat(waiting.map(({ chunk }) => chunk)), done)
    },
  })
}

/** Network shares that keep no folder entries of their own to flush say so with one of these. */
const cannotFlush = new Set(['EINVAL', 'ENOTSUP', 'EISDIR'])

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync().catch((error: unknown) => {
      if (!cannotFlush.has(errorCode(error))) throw error
    })
  } finally {
    await handle.close()
  }
}

/**
 * Removes what writes of ours left in the folder when the process was killed; returns how many. Call it before the
 * first write: should another process be writing, its rename fails and it tries again.
 */
export async function removeLeftovers(folder: string): Promise<number> {
  const names = (await asStep(() => readdir(onDisk(folder)).catch(ignoreMissing))) ?? []
  let removed = 0
  for (const name of names.filter((each) => temporaryName.test(each))) {
    const path = onDisk(join(folder, name))
    const status = await lstat(path).catch(ignoreMissing)
    if (status?.isFile() !== true) continue
    await asStep(() => unlink(path).catch(ignoreMissing))
    removed += 1
  }
  return removed
}

/** After it, nothing stands at `path`, also when the machine stops; a link that stood there is not followed. */
export async function removeLastingly(path: string): Promise<void> {
  await asStep(async () => {
    await unlink(path).catch(ignoreMissing)
    await flushFolder(dirname(path))
  })
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error
  return undefined
}

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error
}

async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw answerUnwritten(error)
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

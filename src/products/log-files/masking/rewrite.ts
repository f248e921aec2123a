/** Rewrites a log through a temporary file beside it: flushed, read again and compared, then renamed into its place. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'

import { StepFailed } from '../../../domain/errors.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import { onDisk } from '../../../platform/files/byte-names.ts'
import { gunzipped, streamFeed } from '../../../platform/files/scan/feed.ts'
import { edited, type Edit, type MaskStyle } from './edits.ts'
import { changedWhileRewritten, notRewritten } from '../failures.ts'

export interface LogRewriting {
  readonly path: string
  readonly compressed: boolean
  readonly edits: readonly Edit[]
  readonly style: MaskStyle
  /** Asked again when the copy is ready: whoever has opened the log meanwhile would write into a file without a name. */
  readonly isWritten: () => Promise<boolean>
}

/** Gives the edits that are masked now. Owner, mode and times of the file are kept; when anything fails it stays as it is. */
export async function rewriteLog(rewriting: LogRewriting): Promise<ReadonlySet<Edit>> {
  const { path } = rewriting
  const temporary = join(dirname(path), `.lethe-${randomToken()}.tmp`)
  try {
    const before = await stat(onDisk(path))
    const { digest, done } = await writeCopy(rewriting, temporary)
    if ((await digestOf(temporary, rewriting.compressed)) !== digest) throw new Error('the copy differs')
    const now = await stat(onDisk(path))
    if (now.size !== before.size || now.mtimeMs !== before.mtimeMs || now.ino !== before.ino)
      throw changedWhileRewritten()
    await keepStatus(temporary, before)
    if (await rewriting.isWritten()) throw changedWhileRewritten()
    await rename(onDisk(temporary), onDisk(path))
    await flushFolder(dirname(path))
    return done
  } catch (error) {
    await unlink(onDisk(temporary)).catch(() => {})
    throw error instanceof StepFailed ? error : notRewritten(error)
  }
}

interface Copy {
  readonly digest: string
  readonly done: ReadonlySet<Edit>
}

async function writeCopy({ path, compressed, edits, style }: LogRewriting, temporary: string): Promise<Copy> {
  const hash = createHash('sha256')
  const done = new Set<Edit>()
  const file = await open(onDisk(temporary), 'wx', 0o600)
  try {
    const text = edited(streamFeed(unpacked(path, compressed)), edits, style, (edit) => done.add(edit))
    const pieces = hashed(text, hash)
    const output = compressed ? Readable.from(pieces).pipe(createGzip()) : pieces
    for await (const piece of output) await writeFully(file, piece)
    await file.sync()
    return { digest: hash.digest('hex'), done }
  } finally {
    await file.close()
  }
}

async function writeFully(file: FileHandle, piece: unknown): Promise<void> {
  if (!(piece instanceof Uint8Array)) throw new TypeError('a stream of bytes was expected')
  await file.writeFile(piece)
}

async function* hashed(pieces: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncIterable<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
}

async function digestOf(path: string, compressed: boolean): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of unpacked(path, compressed)) hash.update(piece)
  return hash.digest('hex')
}

function unpacked(path: string, compressed: boolean): AsyncIterable<Buffer> {
  return compressed ? gunzipped(path) : createReadStream(onDisk(path))
}

async function keepStatus(path: string, before: Awaited<ReturnType<typeof stat>>): Promise<void> {
  const file = await open(onDisk(path), 'r+')
  try {
    await file.chown(Number(before.uid), Number(before.gid))
    await file.chmod(Number(before.mode) & 0o7777)
    await file.utimes(Number(before.atimeMs) / 1000, Number(before.mtimeMs) / 1000)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(onDisk(folder), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

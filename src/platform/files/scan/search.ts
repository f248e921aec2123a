/** One pass over all logs: hits file by file, in order, while other parts are already being scanned. */

import type { ScannerPool } from './scanner-pool.ts'
import { chunksOf, type Chunk } from './chunks.ts'
import { excerptsOf, excerptsOfChunks, type KeptChunk, type ReadExcerpt } from './excerpt.ts'
import { detectEncoding, type EncodingSetting } from './encoding.ts'
import { gunzipped, peek, plainFeed, streamFeed, type Feed } from './feed.ts'
import { listLogFiles, type FilePatterns, type LogFile } from './file-list.ts'
import { unpackHits, type Hit } from './hits.ts'
import { nameOf } from '../byte-names.ts'
import { rotatedTooOften, unreadable } from './failures.ts'
import { closeLog, openLog, refuseNoText, type OpenLogFile } from './open-log.ts'
import type { ScannedPart } from './scan-messages.ts'
import { hitsOf, type FilePart, type Scanned } from './scan-part.ts'
import { headSize } from './is-text.ts'

/** Hits of one log, or of one member of a packed one. */
export interface SearchedPiece {
  readonly open: OpenLogFile
  /** TABLE_NAME. */
  readonly table: string
  readonly hits: readonly Hit[]
  /** Values that a log filter has hidden in part. */
  readonly hidden: number
  readonly read: ReadExcerpt
  /** The last piece of this table. */
  readonly last: boolean
}

/** Small enough that the threads end together, and that the calling thread is never away for long. */
const partSize = 8_388_608
/** Parts under way for each thread: one is scanned, one is next, one waits to be taken in its order. */
const partsAhead = 3

interface Pending {
  readonly open: OpenLogFile
  readonly scanned: Promise<ScannedPart> | null
  readonly last: boolean
}

/** Rotation may rename logs while the others are searched; more often than this it is left to the next attempt. */
const mostListings = 4

/** Every log of the listing, under the name it has when it is opened. */
export async function* searchLogs(
  listed: readonly LogFile[],
  patterns: FilePatterns,
  pool: ScannerPool,
  encoding: EncodingSetting,
): AsyncIterable<SearchedPiece> {
  let files = listed
  const begun = new Set<string>()
  for (let listing = 1; files.length > 0; listing += 1) {
    if (listing > mostListings) throw rotatedTooOften()
    for await (const piece of searchFiles(files, { pool, setting: encoding }, begun)) yield piece
    const missed = new Set(files.map(({ identity }) => identity).filter((identity) => !begun.has(identity)))
    // Those that are in no listing any more were removed: nothing is left to be searched.
    files = missed.size === 0 ? [] : (await listLogFiles(patterns)).filter(({ identity }) => missed.has(identity))
  }
}

interface ScanTools {
  readonly pool: ScannerPool
  readonly setting: EncodingSetting
}

/** `begun`: devices and inodes of the files that were opened. */
async function* searchFiles(
  files: readonly LogFile[],
  tools: ScanTools,
  begun: Set<string>,
): AsyncIterable<SearchedPiece> {
  const { pool } = tools
  const ahead = pendingParts(files, tools, begun)
  const queue: Pending[] = []
  const opened = new Set<OpenLogFile>()
  try {
    for (;;) {
      for (const next of upTo(ahead, partsAhead * pool.size - queue.length)) {
        queue.push(next)
        opened.add(next.open)
      }
      const pending = queue.shift()
      if (pending === undefined) return
      yield* piecesOf(pending, tools)
      if (pending.last && opened.delete(pending.open)) closeLog(pending.open)
    }
  } finally {
    await Promise.allSettled(queue.flatMap(({ scanned }) => scanned ?? []))
    opened.forEach(closeLog)
  }
}

function* upTo<T>(items: Generator<T>, count: number): Iterable<T> {
  for (let taken = 0; taken < count; taken += 1) {
    const next = items.next()
    if (next.done === true) return
    yield next.value
  }
}

function* pendingParts(
  files: readonly LogFile[],
  { pool, setting }: ScanTools,
  begun: Set<string>,
): Generator<Pending> {
  for (const log of files) {
    const open = openLog(log, setting)
    if (open === null) continue
    const { size, file } = open.identity
    if (file !== log.identity && begun.has(file)) {
      // It has taken this name since it was searched under another one.
      closeLog(open)
      continue
    }
    begun.add(file)
    if (log.kind !== 'plain' || open.encoding !== 'utf-8') {
      yield { open, scanned: null, last: true }
      continue
    }
    for (let from = 0; from === 0 || from < size; from += partSize) {
      const part: FilePart = { path: log.path, from, to: Math.min(size, from + partSize), size, file }
      const scanned = pool.scan(part)
      // Awaited in order; until then a failure is nobody's surprise.
      scanned.catch(() => {})
      yield { open, scanned, last: from + partSize >= size }
    }
  }
}

async function* piecesOf(pending: Pending, tools: ScanTools): AsyncIterable<SearchedPiece> {
  const { open, scanned, last } = pending
  const table = open.log.name
  const readable = (error: unknown): never => {
    throw unreadable(error, open.log)
  }
  if (scanned !== null) {
    const { hits, hidden } = await scanned.catch(readable)
    const read = excerptsOf(open.near, open.identity.size, 'utf-8')
    yield { open, table, hits: unpackHits(hits), hidden, read, last }
    return
  }
  try {
    if (open.log.kind === 'zip') {
      // Loaded on first use: 6 MB that most searches do not need.
      const { zipMembers } = await import('../../archive/zip-members.ts')
      for await (const member of zipMembers(open.file)) {
        yield* scanFeed(open, `${table}!${nameOf(member.name)}`, streamFeed(member.content), tools)
      }
    } else yield* scanFeed(open, table, feedOf(open), tools)
  } catch (error) {
    throw unreadable(error, open.log)
  }
}

function feedOf({ log, file, identity }: OpenLogFile): Feed {
  return log.kind === 'gzip' ? streamFeed(gunzipped(log.path)) : plainFeed(file, 0, identity.size)
}

/** In the calling thread: compressed and re-encoded texts can only be read from their beginning. */
async function* scanFeed(
  open: OpenLogFile,
  table: string,
  feed: Feed,
  { pool, setting }: ScanTools,
): AsyncIterable<SearchedPiece> {
  const { head, whole } = await peek(feed, headSize)
  refuseNoText(head, setting, open.log)
  const encoding = detectEncoding(head, setting)
  const scanner = pool.scanner()
  const atWill = open.log.kind === 'plain' ? excerptsOf(open.near, open.identity.size, encoding) : null
  const scan = (chunk: Chunk, starts: boolean): ScannedChunk => {
    const { overlap, ends } = chunk
    const kept = atWill === null ? [{ text: chunk.copy(), overlap, starts, ends }] : []
    return { ...hitsOf(chunk, scanner, pool.index), kept }
  }
  let [before, current]: [ScannedChunk, ScannedChunk | null] = [nothingScanned, null]
  for await (const chunk of chunksOf(whole, scanner.buffer, { start: 0, from: 0, to: Infinity }, encoding)) {
    const next = scan(chunk, current === null)
    if (current !== null) {
      const read = atWill ?? excerptsOfChunks([before, current, next].flatMap(({ kept }) => kept))
      yield { open, table, hits: current.hits, hidden: current.hidden, read, last: false }
      before = current
    }
    current = next
  }
  current ??= nothingScanned
  const read = atWill ?? excerptsOfChunks([...before.kept, ...current.kept])
  yield { open, table, hits: current.hits, hidden: current.hidden, read, last: true }
}

interface ScannedChunk extends Scanned {
  /** What was scanned, where it cannot be read again: messages may begin and end in the chunks beside it. */
  readonly kept: readonly KeptChunk[]
}

const nothingScanned: ScannedChunk = { hits: [], hidden: 0, kept: [] }

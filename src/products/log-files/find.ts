/** One pass over all logs for all subjects: what is found, and for what is not found, that it was looked for. */

import type { Finding } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import { collectFindings, lineColumn, type Collector, type FindPlan, type SearchedLog } from './findings.ts'
import { writeLocator } from './locator.ts'
import { gatherNeedles, prepareSearch, type ByteNeedle } from '../../platform/match/bytes/needles.ts'
import { columnsOf } from './messages/header.ts'
import { messageTooLong } from './failures.ts'
import { keyNamed } from './messages/keys.ts'
import type { RowShape } from './messages/row.ts'
import { delimitedValues, eventValues, latinText, namedValues, type ReadValues } from './messages/values.ts'
import type { ReadExcerpt } from '../../platform/files/scan/excerpt.ts'
import { listLogs, type FilePatterns } from '../../platform/files/scan/file-list.ts'
import { lineCounter } from '../../platform/files/scan/line-counter.ts'
import { linesBefore } from '../../platform/files/scan/open-log.ts'
import { openScannerPool, defaultThreads } from '../../platform/files/scan/scanner-pool.ts'
import { searchLogs, type SearchedPiece } from '../../platform/files/scan/search.ts'
import type { LogFilesSettings } from './settings.ts'
import { searchedKinds } from './kinds.ts'
import { oneByOne } from './one-by-one.ts'

export interface Looking {
  readonly settings: LogFilesSettings
  readonly patterns: FilePatterns
  readonly action: 'export' | 'forget'
  readonly signal: AbortSignal
  /** The plain scanner, to verify what the kernel has found. */
  readonly plain: boolean
  readonly seen: SeenBeside
}

/** What the latest search of a session has seen beside its findings. */
export interface SeenBeside {
  /** Values that a log filter has hidden in part. */
  hidden: number
}

/** Findings in the order of files and offsets; after each file those without a match, one per identifier and owner. */
export function findInLogs(subjects: Subjects, looking: Looking): AsyncIterable<Finding> {
  return oneByOne(findingsOfPieces(subjects, looking))
}

async function* findingsOfPieces(subjects: Subjects, looking: Looking): AsyncGenerator<readonly Finding[], void> {
  const { settings, patterns, signal } = looking
  const needles = gatherNeedles(subjects, searchedKinds(settings))
  signal.throwIfAborted()
  if (needles.length === 0) return
  const { files, empty } = await listLogs(patterns)
  yield empty.flatMap((pattern) => missing(pattern, needles, new Set()))
  const threads = settings.threads ?? defaultThreads()
  const pool = await openScannerPool(() => prepareSearch(tellable(needles, settings)), {
    threads,
    plain: looking.plain,
  })
  const plan = planOf(subjects, needles, looking)
  try {
    let current: Current | null = null
    looking.seen.hidden = 0
    for await (const piece of searchLogs(files, patterns, pool, settings.encoding)) {
      signal.throwIfAborted()
      current ??= begin(piece, plan, settings)
      current.at.read = piece.read
      looking.seen.hidden += piece.hidden
      yield current.collector.add(piece.hits)
      if (!piece.last) continue
      yield current.collector.end()
      yield missing(piece.table, needles, current.collector.seen)
      current = null
    }
  } finally {
    await pool.close()
  }
}

/** A name such as `xxx` may be nothing but mask characters: nobody can tell whether it stands there or is masked. */
function tellable(needles: readonly ByteNeedle[], { words, maskCharacter }: LogFilesSettings): readonly ByteNeedle[] {
  if (words.length === 0) return needles
  const isMask = (text: string): boolean => text === maskCharacter.repeat(text.length)
  return needles.map(({ identifier, owners }) => {
    return { identifier: { ...identifier, written: identifier.written.filter((text) => !isMask(text)) }, owners }
  })
}

interface Current {
  readonly collector: Collector
  /** A packed log can only be read where it is being scanned, so this moves on with it. */
  readonly at: { read: ReadExcerpt }
}

function planOf(subjects: Subjects, needles: readonly ByteNeedle[], { settings, action }: Looking): FindPlan {
  const common = new Set(namesOf(settings.keys, settings))
  const keys = new Map<string, ReadonlySet<string>>()
  for (const { key, attachedKeys } of subjects) {
    if (attachedKeys.length > 0) keys.set(key, new Set([...common, ...namesOf(attachedKeys, settings)]))
  }
  const withKeys = common.size > 0 || keys.size > 0
  return { needles, format: settings.format, action, withKeys, keysOf: (key) => keys.get(key) ?? common }
}

/** `AttributeANI` of a T-Server log is read as `ANI`: it may be called by either name. */
function namesOf(keys: readonly string[], { format }: LogFilesSettings): readonly string[] {
  const names = format === 't-server' ? keys.flatMap((key) => [key, key.replace(/^Attribute/, '')]) : keys
  return names.map(keyNamed).filter((name) => name !== '')
}

function begin(piece: SearchedPiece, plan: FindPlan, settings: LogFilesSettings): Current {
  const { open } = piece
  const isPlain = open.log.kind === 'plain'
  const lineOf = plan.action === 'export' && isPlain ? lineCounter(open.file, open.encoding) : () => null
  const locate = (offset: number, length: number): string =>
    writeLocator({ offset, length, ...open.identity, lines: linesBefore(open, offset) }, lineOf(offset))
  const at = { read: piece.read }
  const read: ReadExcerpt = (from, to) => at.read(from, to)
  const log: SearchedLog = { table: piece.table, read, ...reading(piece, settings, plan), locate }
  return { collector: collectFindings(log, plan), at }
}

/** How the values of a log are read, and what its rows look like. */
interface LogReading {
  readonly values: ReadValues | null
  readonly row: RowShape | null
}

function reading(piece: SearchedPiece, settings: LogFilesSettings, { withKeys }: FindPlan): LogReading {
  const { format, delimiter } = settings
  if (format !== 'delimited')
    return { values: withKeys ? (format === 'text' ? namedValues : eventValues) : null, row: null }
  if (!withKeys) return { values: null, row: null }
  const columns = settings.columns ?? columnsOf(piece.read, delimiter)
  // A first line that cannot be read matters only when somebody is mentioned.
  if (columns === null) return { values: refuseKeys, row: null }
  const row = { delimiter: latinText(delimiter), columns: columns.length }
  return { values: delimitedValues(delimiter, columns), row }
}

function refuseKeys(): never {
  throw messageTooLong()
}

function missing(table: string, needles: readonly ByteNeedle[], seen: ReadonlySet<number>): readonly Finding[] {
  const target = { table, column: lineColumn }
  const unseen = needles.filter((_, number) => !seen.has(number))
  return unseen.flatMap(({ owners }) => owners.map((owner) => ({ owner, target, locator: null, content: null })))
}

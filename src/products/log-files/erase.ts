/** Erases recorded findings: in place where the log allows it, by rewriting where the settings or the packing ask for it. */

import { textOfContent, type RecordedFinding } from '../../domain/finding.ts'
import { EffectTally, erased, gone, held, type Effect, type Fate } from '../../domain/effect.ts'
import { readLocator } from './locator.ts'
import type { Edit, MaskStyle } from './masking/edits.ts'
import { closeMasked, maskInPlace, openForMasking, type Masked, type OpenLog } from './masking/mask-in-place.ts'
import { rewriteLog } from './masking/rewrite.ts'
import { writersOf } from './masking/open-for-writing.ts'
import { encodingOfFile, type LogFinder } from './log-finder.ts'
import type { LogFile } from '../../platform/files/scan/file-list.ts'
import type { LogFilesSettings } from './settings.ts'
import { notOpened } from './failures.ts'

export interface LogErasing {
  readonly settings: LogFilesSettings
  readonly finder: LogFinder
  readonly signal: AbortSignal
  /** An erasing of the same may have begun before. */
  readonly again: boolean
}

/** Findings arrive file by file; each file is flushed before the next one is opened. */
export async function* eraseFindings(
  findings: AsyncIterable<RecordedFinding>,
  erasing: LogErasing,
): AsyncIterable<Effect> {
  const tally = new EffectTally()
  const masker = openMasker(erasing)
  const toRewrite = new Map<string, RecordedFinding[]>()
  try {
    for await (const finding of findings) {
      erasing.signal.throwIfAborted()
      const way = wayOf(finding.target.table, erasing.settings)
      if (way === 'rewrite') keep(toRewrite, finding)
      else {
        const done = way === 'in-place' ? await masker.mask(finding) : way
        tally.add(finding.owner, finding.target, fateOf(done))
      }
    }
  } finally {
    masker.close()
  }
  for (const kept of toRewrite.values()) {
    erasing.signal.throwIfAborted()
    const doneOf = await rewriteOne(kept, erasing)
    for (const finding of kept) tally.add(finding.owner, finding.target, fateOf(doneOf(finding)))
  }
  yield* tally.take()
}

/** `vanished`: the log is no longer among those of the settings. */
type Done = Masked | 'vanished' | { readonly reason: string }

function fateOf(done: Done): Fate {
  if (done === 'masked') return erased
  return done === 'vanished' || done === 'gone' ? gone : held(done.reason)
}

type MaskingWay = 'in-place' | 'rewrite' | { readonly reason: string }

/** How values of this file are erased, or why they are not. */
export function wayOf(table: string, settings: LogFilesSettings): MaskingWay {
  if (/\.zip!/i.test(table))
    return { reason: 'zip archives of logs are reported, not rewritten; mask or remove the archive' }
  if (!/\.gz$/i.test(table)) return settings.mode
  return settings.rewriteCompressed
    ? 'rewrite'
    : { reason: 'compressed logs are left alone by the setting `rewriteCompressed`' }
}

/** Keeps the one file open that is being masked. */
function openMasker({ settings, finder }: LogErasing): {
  mask: (finding: RecordedFinding) => Promise<Done>
  close: () => void
} {
  let current: { readonly key: string; readonly log: OpenLog | null } | null = null
  const close = (): void => {
    if (current !== null && current.log !== null) closeMasked(current.log.file)
    current = null
  }
  const mask = async (finding: RecordedFinding): Promise<Done> => {
    const locator = readLocator(finding.locator)
    if (locator === null) return 'gone'
    const key = `${finding.target.table} ${locator.file}`
    if (current?.key !== key) {
      close()
      const path = await finder.pathOf(finding.target.table, locator.file)
      current = { key, log: path === null ? null : openAt(path, settings) }
    }
    return current.log === null ? 'vanished' : maskInPlace(current.log, finding, settings.maskCharacter)
  }
  return { mask, close }
}

function openAt(path: string, settings: LogFilesSettings): OpenLog {
  try {
    const file = openForMasking(path)
    return { file, encoding: encodingOfFile(file, settings.encoding) }
  } catch (cause) {
    throw notOpened(cause)
  }
}

/** All values of one file; gives what became of each. */
async function rewriteOne(kept: readonly RecordedFinding[], erasing: LogErasing): Promise<DoneOf> {
  const { settings, finder } = erasing
  const [first] = kept
  const identity = readLocator(first?.locator ?? '')?.file
  if (first === undefined || identity === undefined) return () => 'gone'
  const path = await finder.pathOf(first.target.table, identity)
  if (path === null) {
    // A copy that took its place may be ours, from before a crash; verification searches it as all that is there now.
    const done = erasing.again && (await finder.isThere(first.target.table)) ? 'masked' : 'vanished'
    return () => done
  }
  const compressed = isPacked(path)
  const hindrance = async (): Promise<string | null> => (settings.assumeClosed ? null : whyNotNow(path, compressed))
  const reason = await hindrance()
  if (reason !== null) return () => ({ reason })
  const edits = editsOf(kept)
  const isWritten = async (): Promise<boolean> => (await hindrance()) !== null
  const style = styleOf(path, settings)
  const masked = await rewriteLog({ path, compressed, edits: [...edits.values()], style, isWritten })
  return (finding) => {
    const edit = edits.get(finding)
    return edit !== undefined && masked.has(edit) ? 'masked' : 'gone'
  }
}

type DoneOf = (finding: RecordedFinding) => Done

function editsOf(kept: readonly RecordedFinding[]): ReadonlyMap<RecordedFinding, Edit> {
  const edits = new Map<RecordedFinding, Edit>()
  for (const finding of kept) {
    const locator = readLocator(finding.locator)
    if (locator !== null) edits.set(finding, { ...locator, value: textOfContent(finding.content) })
  }
  return edits
}

/** In an archive within the file every place counts. */
function styleOf(path: string, { mode, maskCharacter, encoding }: LogFilesSettings): MaskStyle {
  const fixed = mode === 'rewrite' && !/\.tar\.gz$/i.test(path) ? '***' : null
  return { character: maskCharacter, encoding, fixed }
}

/** Null when no process writes the log. */
async function whyNotNow(path: string, compressed: boolean): Promise<string | null> {
  const writers = await writersOf(path)
  return writers === 'some' || (writers === 'unknown' && !compressed) ? reasons[writers] : null
}

const reasons = {
  some: 'the log is open for writing in another process and cannot be replaced; mask it in place or rotate it',
  unknown: 'it cannot be seen whether a process writes the log; run as its owner or set `assumeClosed`',
} as const

function isPacked(path: LogFile['path']): boolean {
  return /\.gz$/i.test(path)
}

/** By file, not by name: a log may have been rotated while it was searched. */
function keep(kept: Map<string, RecordedFinding[]>, finding: RecordedFinding): void {
  const file = `${finding.target.table} ${readLocator(finding.locator)?.file ?? ''}`
  const list = kept.get(file)
  if (list === undefined) kept.set(file, [finding])
  else list.push(finding)
}

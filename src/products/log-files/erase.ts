/** Erases recorded findings: in place where the log allows it, by rewriting where the settings or the packing ask for it. */

import type { Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Deferred, Erased } from '../../domain/outcome.ts'
import { StepFailed } from '../../domain/errors.ts'
import { readLocator } from './locator.ts'
import { closeMasked, maskInPlace, openForMasking, type Masked, type OpenLog } from './masking/mask-in-place.ts'
import { rewriteLog } from './masking/rewrite.ts'
import { writersOf } from './masking/open-for-writing.ts'
import { encodingOfFile, type LogFinder } from './log-finder.ts'
import type { LogFile } from './reading/file-list.ts'
import { codeOf } from './reading/scan-messages.ts'
import type { LogFilesSettings } from './settings.ts'

interface Tally {
  readonly target: Target
  erased: number
  readonly deferred: Map<string, { owner: Owner; rows: number; reason: string }>
}

export interface Erasing {
  readonly settings: LogFilesSettings
  readonly finder: LogFinder
  readonly signal: AbortSignal
}

/** Findings arrive file by file; each file is flushed before the next one is opened. */
export async function eraseFindings(
  findings: AsyncIterable<RecordedFinding>,
  erasing: Erasing,
): Promise<readonly Erased[]> {
  const tallies = new Map<string, Tally>()
  const desk = openDesk(erasing)
  const toRewrite = new Map<string, RecordedFinding[]>()
  try {
    for await (const finding of findings) {
      erasing.signal.throwIfAborted()
      const tally = tallyOf(tallies, finding.target)
      const way = wayOf(finding.target.table, erasing.settings)
      if (way === 'rewrite') keep(toRewrite, finding)
      else if (way === 'in-place') tally.erased += (await desk.mask(finding)) === 'masked' ? 1 : 0
      else defer(tally, finding.owner, way.reason)
    }
  } finally {
    desk.close()
  }
  for (const [table, kept] of toRewrite) {
    erasing.signal.throwIfAborted()
    const reason = await rewriteOne(table, kept, erasing)
    for (const { target, owner } of kept) {
      if (reason === null) tallyOf(tallies, target).erased += 1
      else defer(tallyOf(tallies, target), owner, reason)
    }
  }
  return [...tallies.values()].map(({ target, erased, deferred }) => ({
    target,
    erased,
    deferred: [...deferred.values()],
  }))
}

type Way = 'in-place' | 'rewrite' | { readonly reason: string }

/** How values of this file are erased, or why they are not. */
export function wayOf(table: string, settings: LogFilesSettings): Way {
  if (/\.zip!/i.test(table))
    return { reason: 'zip archives of logs are reported, not rewritten; mask or remove the archive' }
  if (!/\.gz$/i.test(table)) return settings.mode
  return settings.rewriteCompressed
    ? 'rewrite'
    : { reason: 'compressed logs are left alone by the setting `rewriteCompressed`' }
}

/** Keeps the one file open that is being masked. */
function openDesk({ settings, finder }: Erasing): {
  mask: (finding: RecordedFinding) => Promise<Masked>
  close: () => void
} {
  let current: { readonly key: string; readonly log: OpenLog | null } | null = null
  const close = (): void => {
    if (current !== null && current.log !== null) closeMasked(current.log.file)
    current = null
  }
  const mask = async (finding: RecordedFinding): Promise<Masked> => {
    const locator = readLocator(finding.locator)
    if (locator === null) return 'gone'
    const key = `${finding.target.table} ${locator.file}`
    if (current?.key !== key) {
      close()
      const path = await finder.pathOf(finding.target.table, locator.file)
      current = { key, log: path === null ? null : openAt(path, settings) }
    }
    return current.log === null ? 'gone' : maskInPlace(current.log, finding, settings.maskCharacter)
  }
  return { mask, close }
}

function openAt(path: string, settings: LogFilesSettings): OpenLog {
  try {
    const file = openForMasking(path)
    return { file, encoding: encodingOfFile(file, settings.encoding) }
  } catch (cause) {
    const message = `a log could not be opened for masking (${codeOf(cause)}); see \`lethe doctor\` for which`
    throw new StepFailed('missing-right', message, { retryable: true, cause })
  }
}

/** Null when done, otherwise why not now. */
async function rewriteOne(
  table: string,
  kept: readonly RecordedFinding[],
  { settings, finder }: Erasing,
): Promise<string | null> {
  const places = kept.flatMap((finding) => {
    const locator = readLocator(finding.locator)
    return locator === null ? [] : [{ ...locator, value: finding.value }]
  })
  for (const identity of new Set(places.map(({ file }) => file))) {
    const path = await finder.pathOf(table, identity)
    // Rotated out of sight or removed: nothing to rewrite; verification searches what is there now.
    if (path === null) continue
    const writers = settings.assumeClosed ? 'none' : await writersOf(path)
    if (writers === 'some' || (writers === 'unknown' && !isPacked(path))) return reasons[writers]
    const edits = places.filter(({ file }) => file === identity)
    const fixed = settings.mode === 'rewrite' ? '***' : null
    const style = { character: settings.maskCharacter, encoding: settings.encoding, fixed }
    await rewriteLog({ path, compressed: isPacked(path), edits, style })
  }
  return null
}

const reasons = {
  some: 'the log is open for writing in another process and cannot be replaced; mask it in place or rotate it',
  unknown: 'it cannot be seen whether a process writes the log; run as its owner or set `assumeClosed`',
} as const

function isPacked(path: LogFile['path']): boolean {
  return /\.gz$/i.test(path)
}

function keep(kept: Map<string, RecordedFinding[]>, finding: RecordedFinding): void {
  const list = kept.get(finding.target.table)
  if (list === undefined) kept.set(finding.target.table, [finding])
  else list.push(finding)
}

function tallyOf(tallies: Map<string, Tally>, target: Target): Tally {
  const key = `${target.table}\n${target.column}`
  const tally = tallies.get(key) ?? { target, erased: 0, deferred: new Map() }
  tallies.set(key, tally)
  return tally
}

function defer(tally: Tally, owner: Owner, reason: string): void {
  const key = `${owner.subjectKey} ${owner.kind} ${owner.consumerId}`
  const known: Deferred = tally.deferred.get(key) ?? { owner, rows: 0, reason }
  tally.deferred.set(key, { owner, rows: known.rows + 1, reason })
}

/** Looks again: by the plain scanner instead of the kernel, and at the recorded places. */

import { closeSync } from 'node:fs'

import type { Finding, Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import { findInLogs, type Looking } from './find.ts'
import { encodingOfFile, type LogFinder } from './log-finder.ts'
import { readLocator, type Locator } from './locator.ts'
import { isLeft, type OpenLog } from './masking/mask-in-place.ts'
import { openToRead } from '../../platform/files/scan/open-log.ts'

/** What is left of the subjects, nothing for what is clean. */
export async function lookAgain(
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  looking: Looking,
  finder: LogFinder,
): Promise<readonly Left[]> {
  const left = new Map<string, Left>()
  const counted = new Set<string>()
  for await (const finding of findInLogs(subjects, { ...looking, action: 'forget', plain: true })) {
    if (finding.locator === null) continue
    count(left, finding)
    counted.add(placeKey(finding.target, readLocator(finding.locator)))
  }
  for await (const finding of stillThere(findings, finder, looking)) {
    if (!counted.has(placeKey(finding.target, readLocator(finding.locator)))) count(left, finding)
  }
  return [...left.values()]
}

/** Recorded values that stand where they were found, erased or not: those under keys are seen by no search once the mention is masked. */
async function* stillThere(
  findings: AsyncIterable<RecordedFinding>,
  finder: LogFinder,
  looking: Looking,
): AsyncIterable<RecordedFinding> {
  const masker = openMasker(finder, looking)
  try {
    for await (const finding of findings) {
      looking.signal.throwIfAborted()
      const locator = readLocator(finding.locator)
      if (locator === null || locator.lines === '-') continue
      const log = await masker.logOf(finding.target.table, locator)
      // A log that is no longer among them took its mentions along or, under another name, was searched for them again;
      // a mention is masked after the values under keys that it leads to.
      if (log !== null && isLeft(log, finding, looking.settings.maskCharacter)) yield finding
    }
  } finally {
    masker.close()
  }
}

interface Masker {
  readonly logOf: (table: string, locator: Locator) => Promise<OpenLog | null>
  readonly close: () => void
}

/** Keeps the one file open that is being looked at. */
function openMasker(finder: LogFinder, { settings }: Looking): Masker {
  let current: { readonly key: string; readonly log: OpenLog | null } = { key: '', log: null }
  const close = (): void => {
    if (current.log !== null) closeSync(current.log.file)
    current = { key: '', log: null }
  }
  const logOf = async (table: string, locator: Locator): Promise<OpenLog | null> => {
    const key = `${table} ${locator.file}`
    if (key === current.key) return current.log
    close()
    const path = await finder.pathOf(table, locator.file)
    const file = path === null ? null : openToRead(path, null)
    current = { key, log: file === null ? null : { file, encoding: encodingOfFile(file, settings.encoding) } }
    return current.log
  }
  return { logOf, close }
}

function count(left: Map<string, Left>, { target, owner }: Finding): void {
  const key = [target.table, target.column, ...ownerKey(owner)].join('\n')
  left.set(key, { target, owner, rows: (left.get(key)?.rows ?? 0) + 1 })
}

function ownerKey(owner: Owner): readonly string[] {
  return [owner.subjectKey, owner.kind, owner.consumerId]
}

function placeKey(target: Target, locator: Locator | null): string {
  return `${target.table}\n${target.column}\n${locator?.file ?? ''} ${locator?.offset ?? ''}`
}

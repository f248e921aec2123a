/** Files that export-me has left, by the number in their names: name by name, and as a whole number. */

import { heldBack, type Evaluation, type Owner } from '../../../domain/finding.ts'
import { blobAt } from '../../../platform/files/tree/blob.ts'
import { filesBelow } from '../../../platform/files/tree/walk.ts'
import type { Needles } from '../../../platform/match/needles.ts'
import { folderUnreadable } from '../failures.ts'
import { numbersInNames, type NumbersInName } from './recording-name.ts'
import type { FolderSettings } from './settings.ts'
import { recordingsTarget } from './site.ts'

interface NamedRecording extends NumbersInName {
  readonly file: string
}

export async function* namedRecordings(
  settings: FolderSettings,
  needles: Needles,
  signal: AbortSignal,
): AsyncIterable<NamedRecording> {
  const numbersIn = numbersInNames(settings, needles)
  for await (const file of filesBelow(settings.recordings, folderUnreadable('recordings'), signal)) {
    const named = numbersIn(file)
    if (named.needles.length > 0) yield { file, ...named }
  }
}

export interface RecordingSearch {
  readonly needles: Needles
  /** Whose files are looked at. */
  readonly isWanted: (owner: Owner) => boolean
  readonly signal: AbortSignal
  /** Told of whoever has one, or may have. */
  readonly note: (owner: Owner) => void
}

/** A name with several numbers is nobody's until somebody has said which one counts. */
export async function* findRecordings(
  settings: FolderSettings,
  { needles, isWanted, signal, note }: RecordingSearch,
): AsyncIterable<Evaluation> {
  const target = recordingsTarget(settings)
  const held = new Map<string, Owner>()
  for await (const { file, needles: named, isUnclear } of namedRecordings(settings, needles, signal)) {
    const owners = named.flatMap((needle) => needle.owners).filter(isWanted)
    if (owners.length === 0) continue
    for (const owner of owners) note(owner)
    if (isUnclear) {
      for (const owner of owners) held.set(JSON.stringify(owner), owner)
      continue
    }
    const content = await blobAt(settings.recordings, file)
    if (content === null) continue
    for (const owner of owners) yield { owner, target, locator: file, content }
  }
  for (const owner of held.values()) yield { owner, target, unevaluated: heldBack(severalNumbers) }
}

const severalNumbers =
  'the name of a recording holds several numbers, so nobody can tell whose it is; say with `folder.recordingName` which of them is the caller’s'

/** Finds files by their names: the session of a call record that names the person, or the number itself. */

import type { Evaluation, Owner } from '../../../domain/finding.ts'
import { blobAt } from '../../../platform/files/tree/blob.ts'
import type { RootOf } from '../../../platform/files/tree/recorded.ts'
import { filesBelow, labelOf } from '../../../platform/files/tree/walk.ts'
import { asText } from '../../../platform/match/identifier-index.ts'
import type { Needles } from '../../../platform/match/needles.ts'
import { folderUnreadable } from '../failures.ts'

/** COLUMN_NAME of what is found. */
export const fileColumn = 'FILE'

/** The folder of a finding; undefined for a table, and where the settings no longer name it. */
export function rootIn(folders: readonly string[]): RootOf {
  return ({ table, column }) =>
    column === fileColumn ? folders.find((one) => labelOf(one, folders) === table) : undefined
}

/** Two groups of eight hexadecimal digits, as `session_ID` has them. A date before them may look like one more group. */
const sessions = /(?<![0-9A-Za-z])(?=(?<name>[0-9A-F]{8}-[0-9A-F]{8})(?![0-9A-Za-z]))/gi

/** By session, in upper case. */
export type OwnSessions = ReadonlyMap<string, ReadonlySet<Owner>>

export interface FileSearch {
  readonly folders: readonly string[]
  readonly needles: Needles
  readonly sessions: OwnSessions
  readonly signal: AbortSignal
}

export interface NamedFile {
  readonly folder: string
  readonly label: string
  readonly file: string
  readonly owners: ReadonlySet<Owner>
}

export async function* namedFiles({ folders, needles, sessions: own, signal }: FileSearch): AsyncIterable<NamedFile> {
  for (const folder of folders) {
    const label = labelOf(folder, folders)
    for await (const file of filesBelow(folder, folderUnreadable(label), signal)) {
      const bySession = [...file.matchAll(sessions)].flatMap(({ groups: { name = '' } = {} }) => [
        ...(own.get(name.toUpperCase()) ?? []),
      ])
      // Name by name: the digits of a folder are no part of a number in it.
      const byNumber = file
        .split('/')
        .flatMap((name) => needles.mentions(name, ['phone'], asText).flatMap(({ needle }) => needle.owners))
      const owners = new Set([...bySession, ...byNumber])
      if (owners.size > 0) yield { folder, label, file, owners }
    }
  }
}

export async function* findFiles(search: FileSearch): AsyncIterable<Evaluation> {
  const { folders, needles } = search
  const found = new Set<string>()
  for await (const { folder, label, file, owners } of namedFiles(search)) {
    const content = await blobAt(folder, file)
    if (content === null) continue
    for (const owner of owners) {
      found.add(JSON.stringify([owner, label]))
      yield { owner, target: { table: label, column: fileColumn }, locator: file, content }
    }
  }
  const labels = folders.map((folder) => labelOf(folder, folders))
  for (const owner of needles.of(['phone']).flatMap((needle) => needle.owners)) {
    for (const label of labels) {
      const isEmpty = !found.has(JSON.stringify([owner, label]))
      if (isEmpty) yield { owner, target: { table: label, column: fileColumn }, locator: null, content: null }
    }
  }
}

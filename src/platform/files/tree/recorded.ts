/** Files that were recorded: handed out, removed only as they were recorded, and looked for again. */

import { erased, failed, gone, type Effect, type Fate } from '../../../domain/effect.ts'
import { isBlob, type RecordedFinding, type Target } from '../../../domain/finding.ts'
import type { RunContext } from '../../../domain/product.ts'
import { fileGone } from '../failures.ts'
import { blobAt } from './blob.ts'
import { inFolderOf, openFile, removeFile } from './walk.ts'

/** The folder that a recorded target stands for; undefined where the settings no longer name it. */
export type RootOf = (target: Target) => string | undefined

export async function* bytesOf(finding: RecordedFinding, rootOf: RootOf): AsyncIterable<Uint8Array> {
  const root = rootOf(finding.target)
  const handle = root === undefined ? null : await inFolderOf(root, finding.locator, openFile)
  if (handle === null) throw fileGone()
  for await (const piece of handle.createReadStream()) if (piece instanceof Uint8Array) yield piece
}

/** Several identifiers may have led to one file: it is removed once. */
export async function* removeFiles(
  findings: readonly RecordedFinding[],
  rootOf: RootOf,
  { again, signal }: RunContext,
): AsyncIterable<Effect> {
  const done = new Map<string, Fate>()
  for (const finding of findings) {
    signal.throwIfAborted()
    const { owner, target, locator } = finding
    const name = JSON.stringify([target.table, locator])
    const fate = done.get(name) ?? (await removeOne(finding, rootOf(target)))
    done.set(name, fate)
    yield { owner, target, fate: fate === gone && again ? erased : fate, findings: 1 }
  }
}

async function removeOne(finding: RecordedFinding, root: string | undefined): Promise<Fate> {
  if (root === undefined || !isBlob(finding)) return failed(unknownFolder)
  const now = await blobAt(root, finding.locator)
  if (now === null) return gone
  if (now.sha256 !== finding.content.sha256) return failed(changed)
  await inFolderOf(root, finding.locator, removeFile)
  return erased
}

/** Whether what was recorded still stands there. */
export async function isLeft(finding: RecordedFinding, rootOf: RootOf): Promise<boolean> {
  const root = rootOf(finding.target)
  const now = root === undefined ? null : await blobAt(root, finding.locator)
  return now !== null && isBlob(finding) && now.sha256 === finding.content.sha256
}

const unknownFolder = 'a file was recorded in a folder that the settings no longer name; restore it there'
const changed = 'a file is not as it was recorded and was left alone; it is searched again at the next pass'

/** Looks into the sandbox's files: what stands in them, and whether each byte is as it must be after the forget. */

import { identityOf, textOf, type PlantedFile } from './sandbox/files.ts'
import { tableOf, type DemoScene } from './scene.ts'
import { erasedText, ownValues, plainText } from './world/marked.ts'

export async function fileViews(files: readonly PlantedFile[]): Promise<readonly DemoScene[]> {
  const scenes: DemoScene[] = []
  for (const file of files) scenes.push({ kind: 'text', text: `${file.name}:\n${(await textOf(file)).trimEnd()}` })
  return scenes
}

export interface FileChange {
  readonly file: PlantedFile
  readonly bytes: number
  readonly sameInode: boolean
  readonly own: number
  /** What is left of the subject's; anything but 0 is a defect. */
  readonly left: number
  readonly otherLines: number
  /** Changed lines of anybody else; anything but 0 is a defect. */
  readonly strangers: number
  /** Every byte is what it must be. */
  readonly exact: boolean
}

export async function fileChanges(files: readonly PlantedFile[]): Promise<readonly FileChange[]> {
  return Promise.all(files.map(changeOf))
}

async function changeOf(file: PlantedFile): Promise<FileChange> {
  const { bytes, inode } = await identityOf(file.path)
  const now = await textOf(file)
  const expected = erasedText(file.marked, file.erasure)
  const own = ownValues(file.marked)
  const original = new Set(plainText(file.marked).split('\n'))
  const lines = now.split('\n')
  const others = [...expected.split('\n').entries()].filter(([, line]) => original.has(line))
  return {
    file,
    bytes,
    sameInode: inode === file.start.inode,
    own: own.length,
    left: own.filter((value) => timesIn(now, value) > timesIn(expected, value)).length,
    otherLines: others.length,
    strangers: others.filter(([n, line]) => lines[n] !== line).length,
    exact: now === expected,
  }
}

/** Ada's digits stand in other numbers and ids too: those have to stay. */
function timesIn(text: string, value: string): number {
  return text.split(value).length - 1
}

export function changesTable(changes: readonly FileChange[]): DemoScene {
  const rows = changes.map(({ file, bytes, sameInode, own, left, otherLines, strangers }) => ({
    file: file.name,
    'bytes before': file.start.bytes,
    bytes,
    inode: sameInode ? 'same' : 'new',
    'of Ada': own,
    left,
    'other lines': otherLines,
    changed: strangers,
  }))
  return tableOf('Log and favorites, compared with the originals', rows)
}

/** A masked log is the same file of the same size; a profile is replaced in one step. */
export function isAsItMust({ file, bytes, sameInode, own, left, strangers, exact }: FileChange): boolean {
  const kept = sameInode && bytes === file.start.bytes
  return own > 0 && left === 0 && strangers === 0 && exact && (kept || file.erasure === 'removed')
}

/** One properties file: read through its own folder, never through a link, and put in its place as a whole. */

import { basename, dirname } from 'node:path'

import { StepFailed } from '../../../domain/errors.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import { removeLeftovers } from '../../../platform/files/atomic-write.ts'
import { openFolder, within } from '../../../platform/files/folder.ts'
import { readVersion, replaceFile, type FileVersion } from '../../../platform/files/replace-file.ts'
import { decodeText, withoutSpans, type EncodedText } from '../../../platform/text/encoded.ts'
import { brokenRest, changedMeanwhile, unreadableFile } from '../failures.ts'
import type { PropertiesFile } from '../settings.ts'
import { documentedProperties } from './documented.ts'
import { readProperties, stretchesOf, type PropertyItem } from './values.ts'

const mostBytes = 1024 * 1024

const whyNot = {
  gone: 'is not there; correct the path',
  busy: 'is held by another process',
  'read-only': 'may not be read; give the right to read it',
  link: 'is a symbolic link, which is not followed; name the file itself',
  'no-file': 'is no file; correct the path',
  'too-large': 'is larger than 1 MiB and no properties file',
} as const

interface OpenedFile {
  readonly version: FileVersion
  readonly file: EncodedText
  readonly items: readonly PropertyItem[]
}

export async function itemsIn(file: PropertiesFile): Promise<readonly PropertyItem[]> {
  return await inFolderOf(file, async (path) => (await opened(path, file)).items)
}

export type TakenOut = 'done' | 'nothing' | 'busy' | 'read-only'

/** Takes out the items that `isGone` names; every other byte stays. */
export async function takeOut(file: PropertiesFile, isGone: (item: PropertyItem) => boolean): Promise<TakenOut> {
  return await inFolderOf(file, async (path) => {
    const { version, file: text, items } = await opened(path, file)
    const gone = items.filter(isGone)
    if (gone.length === 0) return 'nothing'
    const content = withoutSpans(version.bytes, text, stretchesOf(items, new Set(gone)))
    const kept = items.filter((item) => !gone.includes(item)).map(nameOfItem)
    const rest = parsed(content, file).items.map(nameOfItem)
    if (JSON.stringify(rest) !== JSON.stringify(kept)) throw brokenRest(basename(file.path))
    await removeLeftovers(dirname(path))
    const end = await replaceFile(path, version, content, randomToken())
    if (end === 'changed' || end === 'gone') throw changedMeanwhile(basename(file.path))
    return end === 'replaced' ? 'done' : end
  })
}

const nameOfItem = ({ key, text }: PropertyItem): readonly [string, string] => [key, text]

async function opened(path: string, file: PropertiesFile): Promise<OpenedFile> {
  const reading = await readVersion(path, mostBytes)
  if (reading.kind !== 'read') throw unreadableFile(basename(file.path), whyNot[reading.kind])
  const { version } = reading
  return { version, ...parsed(version.bytes, file) }
}

function parsed(bytes: Uint8Array, { path, keys }: PropertiesFile): Omit<OpenedFile, 'version'> {
  const decoded = decodeText(bytes)
  if (!decoded.ok) throw unreadableFile(basename(path), `is no text in ${decoded.seems}`)
  const reading = readProperties(decoded.file.text, keys ?? documentedProperties(path))
  if (reading.ok) return { file: decoded.file, items: reading.items }
  throw unreadableFile(basename(path), `continues a value in the line after ${reading.line}; write it in one line`)
}

/** The way there is gone once, folder by folder, and a link on it is refused. */
async function inFolderOf<T>({ path }: PropertiesFile, work: (path: string) => Promise<T>): Promise<T> {
  try {
    const folder = await openFolder(dirname(path))
    return await within(folder, ({ to }) => work(to(basename(path))))
  } catch (error) {
    if (error instanceof StepFailed) throw error
    throw unreadableFile(basename(path), 'cannot be reached; correct the path, without links on the way', error)
  }
}

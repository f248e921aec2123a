/** The files of the sandbox that products search: a server's log and the agents' profiles, as they are at the start. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { plainText, type TextErasure } from '../world/marked.ts'
import { markedProfiles } from '../world/profiles.ts'
import { markedServerLog } from '../world/server-log.ts'

export interface PlantedFile {
  readonly path: string
  /** Below the sandbox's folder. */
  readonly name: string
  /** Its text with marks around what is the subject's. */
  readonly marked: string
  readonly erasure: TextErasure
  readonly start: PlantedIdentity
}

export interface PlantedIdentity {
  readonly bytes: number
  readonly inode: number
}

type NewFile = Omit<PlantedFile, 'path' | 'start'>

const files: readonly NewFile[] = [
  { name: 'logs/tserver.log', marked: markedServerLog, erasure: 'masked' },
  ...markedProfiles.map(({ agent, fileName, marked }): NewFile => {
    return { name: `favorites/${agent}/${fileName}`, marked, erasure: 'removed' }
  }),
]

/** Each is kept a second time, as it is now, below `before`. */
export async function plantFiles(directory: string): Promise<readonly PlantedFile[]> {
  const planted: PlantedFile[] = []
  for (const file of files) {
    const path = join(directory, file.name)
    for (const copy of [path, join(directory, 'before', file.name)]) {
      await mkdir(dirname(copy), { recursive: true })
      await writeFile(copy, plainText(file.marked), { flag: 'wx' })
    }
    planted.push({ ...file, path, start: await identityOf(path) })
  }
  return planted
}

export async function identityOf(path: string): Promise<PlantedIdentity> {
  const { size, ino } = await stat(path)
  return { bytes: size, inode: ino }
}

export async function textOf({ path }: PlantedFile): Promise<string> {
  return readFile(path, 'utf8')
}

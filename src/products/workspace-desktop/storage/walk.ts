/** Every profile below the record location, in the order of the paths. Links are never followed. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { nameOf, onDisk, readableName } from '../../../platform/files/byte-names.ts'
import type { RecordLocation } from './record-location.ts'

export interface Walked {
  /** From the root, with `/`. */
  readonly name: string
  /** As `onDisk` takes it. */
  readonly path: string
  readonly kind: 'profile' | 'leftover' | 'link'
}

export interface ProfileWalk {
  readonly location: RecordLocation
  /** Of a path within an agent's folder. */
  readonly isProfile: (path: string) => boolean
}

interface WalkedFolder {
  readonly path: string
  /** From the root, empty or with a `/` at its end. */
  readonly name: string
  /** Path within the agent's folder; null while we are still on the way to it. */
  readonly within: string | null
  readonly levels: readonly RegExp[]
}

/** The root must be there: what is missing is thrown as the system has it. Folders below may vanish meanwhile. */
export async function* walkProfiles({ location, isProfile }: ProfileWalk): AsyncIterable<Walked> {
  const { root, levels } = location
  yield* walkFolder({ path: root, name: '', within: levels.length === 0 ? '' : null, levels }, isProfile)
}

async function* walkFolder(folder: WalkedFolder, isProfile: ProfileWalk['isProfile']): AsyncIterable<Walked> {
  for (const { entry, name: own } of await entriesOf(folder)) {
    const [level, ...deeper] = folder.levels
    if (level !== undefined && !level.test(readableName(own))) continue
    const name = folder.name + own
    const path = join(folder.path, own)
    // On the last level before the profiles only folders count; files beside the agents' folders are no profiles.
    const within = level === undefined ? `${folder.within ?? ''}${own}` : null
    if (entry.isDirectory()) {
      const inside = within === null ? (deeper.length === 0 ? '' : null) : `${within}/`
      yield* walkFolder({ path, name: `${name}/`, within: inside, levels: deeper }, isProfile)
    } else if (entry.isSymbolicLink()) yield { name, path, kind: 'link' }
    else if (within !== null && isLeftover(own)) yield { name, path, kind: 'leftover' }
    else if (within !== null && isProfile(within)) yield { name, path, kind: 'profile' }
  }
}

function isLeftover(name: string): boolean {
  return /^\.lethe-[a-z0-9]+\.tmp$/.test(name)
}

/** As `LC_ALL=C sort` has the paths: a folder's name is compared with its `/`. */
async function entriesOf({ path, name }: WalkedFolder) {
  const listing = { withFileTypes: true, encoding: 'buffer' } as const
  const entries = await readdir(onDisk(path), listing).catch((error: unknown) => {
    if (name !== '' && codeOf(error) === 'ENOENT') return []
    throw error
  })
  const keyed = entries.map((entry) => ({
    entry,
    name: nameOf(entry.name),
    key: Buffer.concat([entry.name, Buffer.from(entry.isDirectory() ? '/' : '')]),
  }))
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key))
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

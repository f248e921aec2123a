/** Knows a plan of ours among the files of a folder: it has a request's name, and is none. */

import { within } from '../../platform/files/folder.ts'
import { readEndOnce } from '../../platform/files/request-file.ts'
import { openExisting, type SealedPlace } from './place.ts'
import { hasSeal } from './run-seal.ts'

/** A plan tells counts alone; a larger file is none. */
const mostBytes = 16 * 1024 * 1024

/** By its seal: a request that somebody has named so is a request. */
export async function isPlanOfOurs(name: string, place: SealedPlace): Promise<boolean> {
  if (!name.endsWith('-plan.json')) return false
  const folder = await openExisting(place)
  if (folder === null) return false
  const read = await within(folder, () => readEndOnce(folder.to(name), mostBytes))
  if (read.kind !== 'read' || read.size > mostBytes) return false
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(read.bytes))
    return typeof document === 'object' && document !== null && hasSeal(place.seal, name, { ...document })
  } catch {
    return false
  }
}

/** Knows a plan of ours among the files of a folder: it has a request's name, and is none. */

import { within } from '../../platform/files/folder.ts'
import { readEndOnce } from '../../platform/files/request-file.ts'
import { openExisting, type SealedPlace } from './place.ts'
import { hasSeal } from './run-seal.ts'

/** A plan tells counts alone; a larger file is none. */
const mostBytes = 16 * 1024 * 1024

export function isNamedAsPlan(name: string): boolean {
  return name.endsWith('-plan.json')
}

/** Whether what stands among the requests is none: by its seal, since a request that somebody has named so is a request. */
export async function isPlanAmongRequests(name: string, place: SealedPlace): Promise<boolean> {
  return place.layout === 'shared' && isNamedAsPlan(name) && (await planAt(name, place)) === 'ours'
}

/** What stands under the name of a plan. */
export async function planAt(name: string, place: SealedPlace): Promise<'ours' | 'nothing' | 'another'> {
  const folder = await openExisting(place)
  if (folder === null) return 'nothing'
  const read = await within(folder, () => readEndOnce(folder.to(name), mostBytes))
  if (read.kind === 'gone') return 'nothing'
  if (read.kind !== 'read' || read.size > mostBytes) return 'another'
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(read.bytes))
    const isOurs = typeof document === 'object' && document !== null && hasSeal(place.seal, name, { ...document })
    return isOurs ? 'ours' : 'another'
  } catch {
    return 'another'
  }
}

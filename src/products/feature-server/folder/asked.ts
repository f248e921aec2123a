/** Remembers when what was asked for: also when Feature Server takes requests away, nothing is asked for twice. */

import { mkdir, readFile, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

import { randomToken } from '../../../platform/crypto/random.ts'
import { removeLeftovers, writeAtomically } from '../../../platform/files/atomic-write.ts'
import { stateUnwritten } from '../../../platform/files/failures.ts'

export interface AskedMemory {
  readonly recall: (receipt: string) => Promise<Date | null>
  readonly note: (receipt: string, at: Date) => Promise<void>
}

/** Longer than any request is tried. */
const keptMs = 90 * 86_400_000

/** One small file for each receipt: nothing of whom it is about. */
export function askedMemory(folder: string): AskedMemory {
  let isSwept = false
  return {
    recall: async (receipt) => {
      const text = await readFile(join(folder, receipt), 'utf8').catch(ignoreMissing)
      const at = text === undefined ? Number.NaN : Date.parse(text.trim())
      return Number.isNaN(at) ? null : new Date(at)
    },
    note: async (receipt, at) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        if (!isSwept) await sweep(folder, at.getTime() - keptMs)
        isSwept = true
        await writeAtomically(join(folder, receipt), { mode: 0o600, token: randomToken() }, async (output) => {
          output.write(`${at.toISOString()}\n`)
        })
      } catch (error) {
        throw stateUnwritten(error)
      }
    },
  }
}

/** What a kill has left half written goes as well. */
async function sweep(folder: string, before: number): Promise<void> {
  await removeLeftovers(folder)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).mtimeMs < before) await unlink(path)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw stateUnwritten(error)
  return undefined
}

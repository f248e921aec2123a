/** Tells whether the process that holds a lease has ended, where the same machine can be asked: by a lock of its own. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { askLock, lockFile, type ProcessLock } from '../../platform/files/process-lock.ts'

export interface Holders {
  /** Locks a file for this opening of the journal, from now until `close`; only who does so is followed at once. */
  readonly announce: () => void
  /** True only when it is certain: a lock of this machine was there, and nobody has it any more. */
  readonly hasEnded: (owner: string) => boolean
  /** What others who ended have left is removed as well, except that of the owners: the journal still asks for them. */
  readonly close: (owners: () => Promise<readonly string[]>) => Promise<void>
}

/** `folder`: where the locks stand, beside the journal; null for none. */
export function openHolders(folder: string | null, owner: string): Holders {
  if (folder === null) return nobodyKnown
  let own: ProcessLock | null = null
  const fileOf = (holder: string): string => join(folder, `${machine()}-${holder}`)
  return {
    announce: () => {
      own ??= lockFile(fileOf(owner))
    },
    // Of a name that leads elsewhere nothing is known: it is none that we gave.
    hasEnded: (holder) => /^[\w-]+$/.test(holder) && askLock(fileOf(holder)) === 'free',
    close: async (owners) => {
      if (own === null) return
      own.release()
      own = null
      const asked = new Set((await owners()).map((holder) => fileOf(holder)))
      for (const file of filesIn(folder)) if (!asked.has(file)) askLock(file, true)
    },
  }
}

const nobodyKnown: Holders = { announce: () => {}, hasEnded: () => false, close: async () => {} }

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

/**
 * Changes with each start of the system: a lock that another machine put into a shared folder says nothing here, nor does
 * one from before. Systems that do not tell share no folder over which such locks fail.
 */
function machine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'here'
  }
}

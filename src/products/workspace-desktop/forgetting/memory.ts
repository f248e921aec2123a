/** What this product remembers of a forget: enough to repeat it while running Workspaces may write favorites back. */

import { join } from 'node:path'

import type { Owner } from '../../../domain/finding.ts'
import type { Tenant } from '../../../domain/product.ts'
import { identifierOf } from '../../../platform/match/identifier.ts'
import type { Tools } from '../../../platform/tools.ts'
import type { FavoriteMatcher } from '../../../platform/match/favorites/matcher.ts'
import { formsOf, type Wanted } from '../../../platform/match/favorites/wanted.ts'
import type { WorkspaceSettings } from '../settings.ts'
import { forgottenMatcher, isReturned, remembered } from './forget-list.ts'
import { hasListFile, openListFile } from './list-file.ts'

export interface Memory {
  /** Everybody of a request, found or not: a favorite may stand in a running Workspace and nowhere else yet. */
  readonly remember: (wanted: readonly Wanted[]) => Promise<void>
  /** Those that were recorded, should their request file be gone. What a repetition found stays on the list no longer. */
  readonly rememberOwners: (owners: readonly Owner[]) => Promise<void>
  /** Null when there is nobody to forget again. */
  readonly matcher: () => Promise<FavoriteMatcher | null>
}

const secondsPerDay = 86_400

/** Everything of this product below Lethe's state folder. */
export function stateFolder({ stateDirectory }: Tools): string {
  return join(stateDirectory, 'workspace-desktop')
}

export function openMemory(
  { repeatDays, leastDigits, partOfNumber }: WorkspaceSettings,
  tenant: Tenant,
  tools: Tools,
): Memory {
  const folder = stateFolder(tools)
  // What is held now is not erased by the repetition either, whatever the settings said when it was remembered.
  const least = partOfNumber === 'erase' ? leastDigits : Number.POSITIVE_INFINITY
  const now = (): number => tools.clock.epochSeconds()
  const note = async (wanted: readonly Wanted[], extend: boolean): Promise<void> => {
    if (repeatDays === 0 || wanted.length === 0) return
    const { entries, fingerprint, write } = await openListFile(folder, tenant.name, now())
    const until = now() + repeatDays * secondsPerDay
    await write(remembered(entries, wanted, { fingerprint, until, extend }))
  }
  return {
    remember: (wanted) => note(wanted, true),
    rememberOwners: (owners) => note(wantedAgain(owners, tenant, least), false),
    matcher: async () => {
      if (!(await hasListFile(folder, tenant.name))) return null
      const { entries, fingerprint, write } = await openListFile(folder, tenant.name, now())
      // Also takes off the list whose time is over.
      await write(entries)
      const due = entries.filter(({ kind, length }) => kind !== 'part' || length >= least)
      return repeatDays === 0 || due.length === 0 ? null : forgottenMatcher(due, fingerprint)
    },
  }
}

function wantedAgain(owners: readonly Owner[], tenant: Tenant, leastDigits: number): readonly Wanted[] {
  return owners
    .filter(({ subjectKey }) => !isReturned(subjectKey))
    .flatMap((owner) => {
      const identifier = identifierOf(owner, tenant)
      const forms = identifier === null ? null : formsOf(identifier, leastDigits)
      return forms === null ? [] : [{ owner, ...forms }]
    })
}

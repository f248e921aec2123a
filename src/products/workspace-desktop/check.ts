/** What the operator should know before a run: rights, settings that do not seem to fit, and what is left alone. */

import type { Complaint } from '../../domain/product.ts'
import { StepFailed } from '../../domain/errors.ts'
import type { WorkspaceSettings } from './settings.ts'
import { sharesProfiles } from './storage/scenarios.ts'
import type { Store } from './storage/store.ts'

const outOfScope =
  'recents are left alone (Workspace keeps them for less than 30 days), and so are corporate favorites (they are the administrator’s data)'

const sharedNames =
  'first and last names do not tell agents apart: two agents of one name share a profile; use `$Agent.UserName$`'

/** Profiles that are looked at to tell whether the names in the settings fit. */
const sampleSize = 100

export async function checkStores(
  stores: readonly Store[],
  settings: WorkspaceSettings,
  forAction: 'export' | 'forget',
): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = [warning('recents, corporate favorites', outOfScope)]
  const { recordLocation } = settings
  if (recordLocation !== null && sharesProfiles(recordLocation))
    complaints.push(warning('`recordLocation`', sharedNames))
  for (const store of stores) {
    const found = await store.check(forAction)
    complaints.push(...found)
    if (found.every(({ severity }) => severity !== 'error')) complaints.push(...(await checkNames(store)))
  }
  return complaints
}

/** No source says how a favorite is written: settings that fit nothing would make every answer a false "not found". */
async function checkNames(store: Store): Promise<readonly Complaint[]> {
  const place = `${store.target.table}.${store.target.column}`
  try {
    const { favorites, fields } = await sample(store)
    if (favorites === 0) {
      return [
        warning(place, `the first ${sampleSize} profiles hold nothing that \`favorites\` names; confirm its names`),
      ]
    }
    if (fields > 0) return []
    return [warning(place, 'no favorite has a field of `favorites.phones` or `favorites.emails`; confirm their names')]
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    // The search fails for the same reason, and is tried again where that may help.
    return [warning(place, error.message)]
  }
}

async function sample(store: Store): Promise<{ readonly favorites: number; readonly fields: number }> {
  let [profiles, favorites, fields] = [0, 0, 0]
  for await (const { profile } of store.profiles(new AbortController().signal)) {
    favorites += profile.favorites.length
    for (const favorite of profile.favorites) fields += favorite.fields.filter(({ kind }) => kind !== 'unknown').length
    if (++profiles === sampleSize) break
  }
  return { favorites, fields }
}

function warning(place: string, message: string): Complaint {
  return { severity: 'warning', place, message, remedy: null }
}

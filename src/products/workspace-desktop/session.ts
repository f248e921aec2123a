/** Favorites under the contract: the verbs over one or two stores. */

import { StepFailed } from '../../domain/errors.ts'
import type { ProductSession } from '../../domain/product.ts'
import { checkStores } from './check.ts'
import { eraseFavorites, type StoreOf } from './erase.ts'
import { findWanted } from './find.ts'
import { indexMatcher } from './matching/index-matcher.ts'
import { wantedOf } from './matching/wanted.ts'
import type { WorkspaceSettings } from './settings.ts'
import type { Store } from './storage/store.ts'
import { leftInStores, leftOfRecorded, mergeLeft } from './verify.ts'

export function favoritesSession(stores: readonly Store[], settings: WorkspaceSettings): ProductSession {
  const storeOf: StoreOf = (target) => {
    const store = stores.find((one) => one.target.table === target.table)
    if (store === undefined) throw unknownStore(target.table)
    return store
  }
  return {
    searchesBy: ['phone', 'email'],
    check: (forAction) => checkStores(stores, settings, forAction),
    find: async function* (subjects, { signal }) {
      const wanted = wantedOf(subjects, settings.leastDigits)
      for (const store of stores) yield* findWanted(store, wanted, indexMatcher(wanted), signal)
    },
    erase: (findings, { signal }) => eraseFavorites(storeOf, findings, signal),
    verify: async (subjects, findings, { signal }) => {
      const left = await leftInStores(stores, wantedOf(subjects, settings.leastDigits), signal)
      return mergeLeft(left, await leftOfRecorded(storeOf, findings, signal))
    },
    // Databases are closed by whoever opened them.
    close: async () => {},
  }
}

function unknownStore(table: string): StepFailed {
  const message = `\`${table}\` was recorded, but the settings no longer name it; restore them`
  return new StepFailed('missing-table', message, { retryable: false })
}

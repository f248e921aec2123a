/** Where profiles are kept: in files of a shared folder, or in rows of a database. */

import type { Target } from '../../../domain/finding.ts'
import type { Complaint } from '../../../domain/product.ts'
import type { Favorite, Profile } from '../favorites/favorite.ts'

/** A profile that was read and understood. */
export interface StoredProfile {
  /** As `locatorOf` takes it. */
  readonly name: string
  readonly profile: Profile
  /** Where the favorite begins, as `locatorOf` takes it. */
  readonly placeOf: (favorite: Favorite) => number
}

/** Why a profile cannot be changed now; a sentence without anything personal. */
export type ProfileChange = { readonly kind: 'done' } | { readonly kind: 'deferred'; readonly reason: string }

export interface Store {
  readonly target: Target
  /**
   * Every profile once, in a fixed order and bounded memory. Throws StepFailed when the store cannot be reached, when
   * it is empty, and at the end when a profile could not be read or understood.
   */
  readonly profiles: (signal: AbortSignal) => AsyncIterable<StoredProfile>
  /** The profile that a locator names; null when it is gone. Throws StepFailed when it cannot be read or understood. */
  readonly find: (name: string) => Promise<StoredProfile | null>
  /** Takes the favorites that `choose` names out of the profile, and leaves every other byte as it is. */
  readonly remove: (name: string, choose: (stored: StoredProfile) => ReadonlySet<Favorite>) => Promise<ProfileChange>
  readonly check: (forAction: 'export' | 'forget') => Promise<readonly Complaint[]>
}

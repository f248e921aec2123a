/** A favorite as it stands in a profile, whatever the profile is written in. */

import type { TextSpan } from '../../../platform/text/encoded.ts'

export interface FavoriteField {
  /** `unknown`: the settings do not name the field. */
  readonly kind: 'phone' | 'email' | 'unknown'
  readonly text: string
}

export interface Favorite {
  /** Offset in the text. */
  readonly start: number
  /** All of it as it stands there: what an auditor sees, and what it is recognised by. */
  readonly raw: string
  readonly fields: readonly FavoriteField[]
}

export interface Profile {
  readonly favorites: readonly Favorite[]
  /** What has to go from the text so that these favorites are gone and the rest is a whole document. */
  readonly spansOf: (gone: ReadonlySet<Favorite>) => readonly TextSpan[]
}

export type ProfileReading =
  | { readonly ok: true; readonly profile: Profile }
  /** From 1. */
  | { readonly ok: false; readonly format: string; readonly line: number; readonly column: number }

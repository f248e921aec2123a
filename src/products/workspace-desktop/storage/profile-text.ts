/** From a text to a profile, or a sentence that says why not. */

import type { Profile } from '../favorites/favorite.ts'
import { namesOf } from '../favorites/names.ts'
import { readProfile } from '../favorites/read-profile.ts'
import type { FavoriteNames } from '../settings.ts'
import { formatSentence } from './failure-count.ts'

export type ProfileText = (
  text: string,
) => { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly why: string }

export function profileText(settings: FavoriteNames): ProfileText {
  const names = namesOf(settings)
  return (text) => {
    const reading = readProfile(text, settings.format, names)
    return reading.ok ? reading : { ok: false, why: formatSentence(reading) }
  }
}

/** FACT_ID of a favorite: the profile and the place in it. */

import { sha256 } from '../../platform/crypto/hash.ts'

export interface FavoriteLocator {
  /** Path from the root of the record location, or the keys of an annex row; `~` and a digest where that is too long. */
  readonly profile: string
  /** Of its first byte (annexes: character). */
  readonly offset: number
}

/** Room that every history table has. */
const longest = 255
const mostDigits = 12

export function locatorOf(profile: string, offset: number): string {
  return `${shortName(profile)}#${offset}`
}

/** What a locator calls the profile. */
export function shortName(profile: string): string {
  const fits = Buffer.byteLength(profile) <= longest - mostDigits && !profile.startsWith('~')
  return fits ? profile : `~${sha256(profile).slice(0, 40)}`
}

export function isShortened(profile: string): boolean {
  return profile.startsWith('~')
}

/** Null for what this product did not write. */
export function readLocator(text: string): FavoriteLocator | null {
  const match = /^(.+)#(\d+)$/s.exec(text)
  return match === null ? null : { profile: match[1] ?? '', offset: Number(match[2]) }
}

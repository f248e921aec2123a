/** One profile as a file: its bytes, what they say, and the same without some favorites. */

import { StepFailed } from '../../../domain/errors.ts'
import { readVersion, type FileVersion, type Unavailable } from '../../../platform/files/replace-file.ts'
import { decodeText, withoutSpans, type EncodedText } from '../../../platform/text/encoded.ts'
import type { Favorite, Profile } from '../favorites/favorite.ts'
import { brokenRest, unreadable } from '../failures.ts'
import type { ProfileText } from './profile-text.ts'
import type { StoredProfile } from './store.ts'
import { codeOf, type Walked } from './walk.ts'

/** A profile with the bytes it was read from. */
export interface ProfileFile {
  readonly version: FileVersion
  readonly file: EncodedText
  readonly stored: StoredProfile
}

export type Opened =
  | { readonly ok: true; readonly file: ProfileFile }
  | { readonly ok: false; readonly unavailable: Unavailable | null; readonly why: string }

const mostBytes = 64 * 1024 * 1024

const whyNot: Readonly<Record<Unavailable, string>> = {
  gone: 'it vanished while it was looked at',
  busy: 'another process holds it',
  'read-only': 'it may not be read; give the right to read it',
  link: 'it is a symbolic link, which is not followed; put the folder itself there',
  'no-file': 'it is no file; take it away',
  'too-large': 'it is larger than 64 MiB',
}

export async function openProfile({ name, path, kind }: Walked, read: ProfileText): Promise<Opened> {
  const reading = kind === 'link' ? ({ kind } as const) : await asStep(() => readVersion(path, mostBytes))
  if (reading.kind !== 'read') return { ok: false, unavailable: reading.kind, why: whyNot[reading.kind] }
  const { version } = reading
  const decoded = decodeText(version.bytes)
  if (!decoded.ok) return { ok: false, unavailable: null, why: `it is no text in ${decoded.seems}` }
  const { file } = decoded
  const parsed = read(file.text)
  if (!parsed.ok) return { ok: false, unavailable: null, why: `${parsed.why} (${version.bytes.length} bytes)` }
  const placeOf = ({ start }: Favorite): number => file.byteAt(start)
  return { ok: true, file: { version, file, stored: { name, profile: parsed.profile, placeOf } } }
}

/** For a profile that holds recorded favorites: null when it is gone, or why it must wait. */
export async function openRecorded(
  walked: Walked,
  read: ProfileText,
): Promise<ProfileFile | null | 'busy' | 'read-only'> {
  const opened = await openProfile(walked, read)
  if (opened.ok) return opened.file
  if (opened.unavailable === 'gone') return null
  if (opened.unavailable === 'busy' || opened.unavailable === 'read-only') return opened.unavailable
  throw unreadable(`a profile with recorded favorites could not be evaluated: ${opened.why}`)
}

/** The new content, read again before it may take the old one's place. */
export function contentWithout(profile: ProfileFile, gone: ReadonlySet<Favorite>, read: ProfileText): Buffer {
  const { version, file, stored } = profile
  const content = withoutSpans(version.bytes, file, stored.profile.spansOf(gone))
  const decoded = decodeText(content)
  if (decoded.ok && isRest(decoded.file.text, stored.profile, gone, read)) return content
  throw brokenRest()
}

/** Exactly the other favorites, letter by letter. A text that was nothing but favorites is blank now. */
export function isRest(text: string, before: Profile, gone: ReadonlySet<Favorite>, read: ProfileText): boolean {
  const kept = before.favorites.filter((favorite) => !gone.has(favorite)).map(({ raw }) => raw)
  const parsed = read(text)
  if (!parsed.ok) return false
  const rest = parsed.profile.favorites.map(({ raw }) => raw)
  return rest.length === kept.length && rest.every((raw, i) => raw === kept[i])
}

/** The system's own message holds the path, and with it an agent's name: only its code is passed on. */
export async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StepFailed) throw error
    throw unreadable(`a profile could not be read or written (${codeOf(error)}); check the share`, error)
  }
}

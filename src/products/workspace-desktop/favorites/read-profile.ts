/** Reads a profile in the format that the settings say, or that it seems to have. */

import type { ProfileFormat } from '../settings.ts'
import type { ProfileReading } from './favorite.ts'
import { readJsonProfile } from './json-profile.ts'
import { readKeyValueProfile } from './key-value-profile.ts'
import type { Names } from './names.ts'
import { readXmlProfile } from './xml-profile.ts'

const readers = { xml: readXmlProfile, json: readJsonProfile, 'key-value': readKeyValueProfile } as const

/**
 * A blank text holds no favorite: it is what is left of key-value text that was nothing but favorites. What a Workspace
 * is about to write into it is found by the repetition. XML and JSON that the settings ask for are never blank.
 */
export function readProfile(text: string, format: ProfileFormat, names: Names): ProfileReading {
  return readers[format === 'auto' ? formatOf(text) : format](text, names)
}

function formatOf(text: string): Exclude<ProfileFormat, 'auto'> {
  const start = text.trimStart().replace(/^\ufeff/, '')
  if (start.startsWith('<')) return 'xml'
  return /^(?:\{|\[\s*(?:[[{"\]\d-]|true|false|null))/.test(start) ? 'json' : 'key-value'
}

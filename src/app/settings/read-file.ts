/** Reads the settings file as text, and says what kept it from being read. */

import { readFileSync } from 'node:fs'

import { SettingsInvalid, type SettingsPlace } from '../../domain/errors.ts'
import { codeOf } from '../../platform/sql/failure.ts'
import { decodeUtf8 } from '../../platform/text/utf8.ts'

/** Throws SettingsInvalid. A byte order mark is left out. */
export function readSettingsFile(file: string): string {
  const bytes = readBytes(file)
  const reading = decodeUtf8(bytes)
  if (reading.ok) return reading.text
  const seems = reading.seems === null ? 'is not UTF-8 here' : `is ${reading.seems}, not UTF-8`
  throw invalid(`the settings file ${seems}: save it as UTF-8`, placeOfFirstStray(bytes))
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw invalid(unread(file, codeOf(error)))
  }
}

function unread(file: string, code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no settings file \`${file}\`: name it with \`--config FILE\`, or make it with \`lethe init\``
    case 'EISDIR':
      return `the settings file \`${file}\` is a folder: name a file with \`--config FILE\``
    case 'EACCES':
    case 'EPERM':
      return `the settings file \`${file}\` may not be read by the user Lethe runs as: give that user the right`
    default:
      return `the settings file \`${file}\` cannot be read (${code}): check the disk it stands on`
  }
}

/** The first byte that is no part of a UTF-8 text; columns count characters. */
function placeOfFirstStray(bytes: Uint8Array): SettingsPlace {
  const decoded = new TextDecoder('utf-8').decode(bytes)
  const before = decoded.slice(0, Math.max(0, decoded.indexOf('\uFFFD'))).split('\n')
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 }
}

function invalid(message: string, place?: SettingsPlace): SettingsInvalid {
  return new SettingsInvalid([{ pointer: '', message }], place === undefined ? [] : [place])
}

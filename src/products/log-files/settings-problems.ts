/** What the schema of the settings cannot say. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { isGlob } from '../../platform/files/globs.ts'
import { isExclusion } from '../../platform/files/scan/file-list.ts'
import { keyNamed } from './messages/keys.ts'
import { readSettings, type LogFilesSettings } from './settings.ts'

export function settingsProblems(accepted: Partial<LogFilesSettings>): readonly SettingsProblem[] {
  const { keys, format, columns } = readSettings(accepted)
  return [...pathProblems(readSettings(accepted)), ...(format === 'delimited' ? unknownColumns(keys, columns) : [])]
}

function pathProblems({ paths, mayBeEmpty }: LogFilesSettings): readonly SettingsProblem[] {
  const malformed = paths.flatMap((path, n) => (isGlob(isExclusion(path) ? path.slice(1) : path) ? [] : [n]))
  const unknown = typeof mayBeEmpty === 'boolean' ? [] : mayBeEmpty.filter((path) => !paths.includes(path))
  return [
    ...(paths.every(isExclusion) ? [{ pointer: '/paths', message: 'leave out logs, and name none' }] : []),
    ...malformed.map((n) => ({ pointer: `/paths/${n}`, message: noPattern })),
    ...(unknown.length > 0 ? [{ pointer: '/mayBeEmpty', message: 'names a pattern that is none of `paths`' }] : []),
  ]
}

const noPattern =
  'is no pattern; check what stands in its [ ] and { }, put a backslash before a bracket that is meant as it is, and ' +
  'write `**` as a whole part of the path'

/** Only where the settings name the columns; those that the first lines of the files name are looked at by the doctor. */
function unknownColumns(keys: readonly string[], columns: readonly string[] | undefined): readonly SettingsProblem[] {
  return keys.flatMap((key, n) =>
    columns === undefined || columns.map(keyNamed).includes(keyNamed(key))
      ? []
      : [{ pointer: `/keys/${n}`, message: 'is none of the `columns`; no value would be found under it' }],
  )
}

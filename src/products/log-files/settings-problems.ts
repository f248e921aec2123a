/** What the schema of the settings cannot say. */

import type { SettingsProblem } from '../../domain/errors.ts'
import { isGlob } from '../../platform/files/scan/file-list.ts'
import { readSettings, type LogFilesSettings } from './settings.ts'

export function settingsProblems(accepted: Partial<LogFilesSettings>): readonly SettingsProblem[] {
  const { paths, keys, format, columns } = readSettings(accepted)
  const malformed = paths.flatMap((path, n) => (isGlob(path) ? [] : [`/paths/${n}`]))
  return [
    ...malformed.map((pointer) => ({ pointer, message: 'is no pattern; check what stands in its [ ] and { }' })),
    ...(keys.length > 0 && format === 'text' ? [keysOfText] : []),
    ...(format === 'delimited' ? unknownColumns(keys, columns) : []),
  ]
}

/** Only where the settings name the columns; those that the first lines of the files name are looked at by the doctor. */
function unknownColumns(keys: readonly string[], columns: readonly string[] | undefined): readonly SettingsProblem[] {
  return keys.flatMap((key, n) =>
    columns === undefined || columns.includes(key)
      ? []
      : [{ pointer: `/keys/${n}`, message: 'is none of the `columns`; no value would be found under it' }],
  )
}

const keysOfText: SettingsProblem = {
  pointer: '/keys',
  message: 'would not be masked, since `format: text` knows no keys; set `format` to t-server or delimited',
}

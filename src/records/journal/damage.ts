/** What an operator is told of a journal that cannot be read. */

import { SettingsInvalid } from '../../domain/errors.ts'

export function journalDamaged(): SettingsInvalid {
  const message =
    'the journal is damaged: stop every `lethe`, put its copy back, or move the file away (with `-wal` and `-shm`) and ' +
    'start again: what the execution logs in the folders of the tenants and the history say is then taken over'
  return new SettingsInvalid([{ pointer: '/journal', message }])
}

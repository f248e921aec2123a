/** Where an installation keeps what is Lethe's own: answers, and the folder of its state. */

import { dirname, join } from 'node:path'

import type { Place } from '../stages/delivery/place.ts'
import type { Settings, TenantSettings } from './settings/settings.ts'

/** Where the answers of a tenant stand, and with which rights. */
export function placeOf(settings: Settings, { directory, layout }: TenantSettings): Place {
  return { directory, layout, mode: settings.outputMode }
}

/** Beside the journal, which is Lethe's own as well. */
export function stateDirectory(settings: Settings): string {
  const { filename } = settings.journal
  return join(filename === undefined ? settings.baseDirectory : dirname(filename), 'lethe-state')
}

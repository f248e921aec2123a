/** Log files: finds people in logs of any size and masks them in place. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { settingsProblems } from './settings-problems.ts'
import { readSettings, settingsSchema, type LogFilesSettings } from './settings.ts'

export const logFiles: Product<Tools, Partial<LogFilesSettings>> = {
  id: 'log-files',
  title: 'Log files',
  placesMove: true,
  isText: true,
  settingsSchema,
  checkSettings: settingsProblems,
  placeOf: ({ root, paths }) => root ?? paths,
  // Scanner and matching cost 7 MB, so they are loaded only where a site has logs to search.
  open: async (accepted) => (await import('./session.ts')).openSession(readSettings(accepted)),
}

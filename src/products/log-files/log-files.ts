/** Log files: finds people in logs of any size and masks them in place. */

import type { Product, ProductSession } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { checkLogs } from './check.ts'
import { eraseFindings } from './erase.ts'
import { findInLogs, type Looking } from './find.ts'
import { searchedKinds } from './kinds.ts'
import { findLogs } from './log-finder.ts'
import { readPatterns } from './reading/file-list.ts'
import { readSettings, settingsSchema, type LogFilesSettings } from './settings.ts'
import { lookAgain } from './verify.ts'

export const logFiles: Product<Tools, Partial<LogFilesSettings>> = {
  id: 'log-files',
  title: 'Log files',
  settingsSchema,
  open: async (accepted) => openSession(readSettings(accepted)),
}

function openSession(settings: LogFilesSettings): ProductSession {
  const patterns = readPatterns(settings.paths, settings.root)
  // What find yields depends on what the run is for: an export shows messages, a forget the values to mask.
  let action: 'export' | 'forget' = 'forget'
  const looking = (signal: AbortSignal): Looking => ({ settings, patterns, action, signal, plain: false })
  return {
    searchesBy: [...searchedKinds(settings)],
    check: async (forAction) => {
      action = forAction
      return checkLogs(patterns, settings, forAction)
    },
    find: (subjects, { signal }) => findInLogs(subjects, looking(signal)),
    erase: (findings, { signal }) => eraseFindings(findings, { settings, finder: findLogs(patterns), signal }),
    verify: (subjects, findings, { signal }) => lookAgain(subjects, findings, looking(signal), findLogs(patterns)),
    close: async () => {},
  }
}

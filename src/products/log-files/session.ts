/** A session over the logs of a site: the five verbs of the contract. */

import type { ProductSession } from '../../domain/product.ts'
import { checkLogs } from './check.ts'
import { eraseFindings } from './erase.ts'
import { findInLogs, type Looking } from './find.ts'
import { searchedKinds } from './kinds.ts'
import { findLogs } from './log-finder.ts'
import { readPatterns } from './reading/file-list.ts'
import type { LogFilesSettings } from './settings.ts'
import { lookAgain } from './verify.ts'

export function openSession(settings: LogFilesSettings): ProductSession {
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

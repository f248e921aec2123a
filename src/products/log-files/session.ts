/** A session over the logs of a site: the five verbs of the contract. */

import type { ProductSession, RunContext } from '../../domain/product.ts'
import { checkLogs } from './check.ts'
import { eraseFindings } from './erase.ts'
import { findInLogs, type Looking } from './find.ts'
import { searchedKinds } from './kinds.ts'
import { findLogs } from './log-finder.ts'
import { readPatterns } from '../../platform/files/scan/file-list.ts'
import type { LogFilesSettings } from './settings.ts'
import { lookAgain } from './verify.ts'

export function openSession(settings: LogFilesSettings): ProductSession {
  const patterns = readPatterns(settings)
  const looking = ({ action, signal }: RunContext): Looking => ({ settings, patterns, action, signal, plain: false })
  return {
    searchesBy: [...searchedKinds(settings)],
    check: (forAction) => checkLogs(patterns, settings, forAction),
    find: (subjects, run) => findInLogs(subjects, looking(run)),
    erase: (findings, { signal }) => eraseFindings(findings, { settings, finder: findLogs(patterns), signal }),
    verify: (subjects, findings, run) => lookAgain(subjects, findings, looking(run), findLogs(patterns)),
    close: async () => {},
  }
}

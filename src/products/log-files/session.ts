/** A session over the logs of a site: the five verbs of the contract. */

import type { ProductSession, RunContext } from '../../domain/product.ts'
import { checkLogs } from './check.ts'
import { eraseFindings } from './erase.ts'
import { findInLogs, type Looking, type SeenBeside } from './find.ts'
import { foreseeMasking } from './foresee.ts'
import { searchedKinds } from './kinds.ts'
import { findLogs } from './log-finder.ts'
import { readPatterns } from '../../platform/files/scan/file-list.ts'
import type { LogFilesSettings } from './settings.ts'
import { lookAgain } from './verify.ts'

export function openSession(settings: LogFilesSettings): ProductSession {
  const patterns = readPatterns(settings)
  const seen: SeenBeside = { hidden: 0 }
  const looking = ({ action, signal }: RunContext): Looking => {
    return { settings, patterns, action, signal, seen, plain: false }
  }
  return {
    searchesBy: [...searchedKinds(settings)],
    check: (forAction) => checkLogs(patterns, settings, forAction),
    find: (subjects, run) => findInLogs(subjects, looking(run)),
    foresee: (findings) => foreseeMasking(findings, settings),
    erase: (findings, { signal, again }) =>
      eraseFindings(findings, { settings, finder: findLogs(patterns), signal, again }),
    verify: (subjects, findings, run) => lookAgain(subjects, findings, looking(run), findLogs(patterns)),
    unjudged: () => (seen.hidden === 0 ? [] : [hiddenSentence(seen.hidden)]),
    close: async () => {},
  }
}

/** Nothing of them is shown: the answer goes to somebody else perhaps. */
function hiddenSentence(count: number): string {
  return `${count} value(s) in the logs are hidden in part, as by a log filter: nobody can tell whose they are, and they stay`
}

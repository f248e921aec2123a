/** Every failure of the search of tables itself; what an engine refuses has its sentences in `../failure.ts`. */

import { seeDoctor, StepFailed, type StepFailureCode } from '../../../domain/errors.ts'
import type { Target } from '../../../domain/finding.ts'
import { sentenceOf, type Missing } from './check/missing.ts'

const noRetry = { retryable: false } as const

/** What keeps a table from being searched. */
export function unsearchable(missing: readonly Missing[]): StepFailed {
  return new StepFailed(codeOf(missing), sentenceOf(missing), noRetry)
}

/** As the sentence tells the first of them. */
function codeOf(missing: readonly Missing[]): StepFailureCode {
  if (missing.some(({ what }) => what === 'key')) return 'no-key'
  if (missing.some(({ obstacle }) => obstacle !== undefined)) return 'cannot-search'
  return missing[0]?.column === null ? 'missing-table' : 'missing-column'
}

export function severalRowsOfKey(table: string, rows: number, keys: number): StepFailed {
  const message = `the \`key\` of \`${table}\` names several rows (${rows} rows for ${keys} keys that were recorded), which were left alone; name columns that are unique together as its \`key\``
  return new StepFailed('no-key', message, noRetry)
}

export function noColumnOnward(table: string, column: string): StepFailed {
  const message = `\`${table}.${column}\` is missing; it leads to the person's other rows`
  return new StepFailed('missing-column', message, noRetry)
}

export function noLongerNamed({ table, column }: Target): StepFailed {
  const message = `\`${table}.${column}\` was recorded, but the settings no longer name it; restore them`
  return new StepFailed('settings', message, noRetry)
}

/** Retried, since a row may also have been changed between the two looks. */
export function hiddenRows(table: string, rows: number): StepFailed {
  const message = `\`${table}\`: ${rows} row(s) that a search found show other values than those they were found by: the database masks or redacts them for the login${seeDoctor}`
  return new StepFailed('missing-right', message, { retryable: true })
}

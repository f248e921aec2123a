/** Every failure of Intelligent Automation that its views do not tell themselves (those are in `platform/sql`). */

import { StepFailed } from '../../domain/errors.ts'
import type { ViewName } from './views/names.ts'

const noRetry = { retryable: false } as const

/** Of the settings' `task`. */
export type TaskFolder = 'requests' | 'results' | 'answers'

export function folderUnusable(name: TaskFolder, cause: unknown): StepFailed {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const what = name === 'requests' ? 'read or written' : 'read'
  const message = `the folder \`task.${name}\` cannot be ${what} (${code}); correct the path, mount it or grant the right`
  return new StepFailed('file', message, { retryable: true, cause })
}

export function stateUnreadable(): StepFailed {
  const message =
    'what was asked of the GDPR task cannot be read in the state folder; restore the folder from its copy, or remove the file in `intelligent-automation` to have it asked anew'
  return new StepFailed('file', message, noRetry)
}

export function nothingToLookAt(): StepFailed {
  const message =
    'what the GDPR task exported was removed when the run was done, and there is no `database` to look into; ask for an export to look again'
  return new StepFailed('settings', message, noRetry)
}

export function noColumns(view: ViewName, key: 'columns' | 'numberColumns'): StepFailed {
  const message = `no column of \`${view}\` is known by its name to hold ${key === 'columns' ? 'what callers said' : 'the number of the caller'}; name those that do under \`${key}\``
  return new StepFailed('missing-column', message, noRetry)
}

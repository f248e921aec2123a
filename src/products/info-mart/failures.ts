/** Every failure of the Info Mart that its tables do not tell themselves (those are in `platform/sql`). */

import { StepFailed } from '../../domain/errors.ts'

const noRetry = { retryable: false } as const

/** `step`: what the operator sets. */
export function unboundTable(table: string, step: string): StepFailed {
  const message = `no tenant is known for \`${table}\`; ${step}, or list it in \`exclude\``
  return new StepFailed('settings', message, noRetry)
}

export function severalTenants(): StepFailed {
  const message =
    'several tenants use the database, so rows without a tenant may be of any: set `unassignedRows` to `error` or `ignore`'
  return new StepFailed('settings', message, noRetry)
}

export function mappingMissing(mapping: string): StepFailed {
  const message = `\`${mapping}\` is missing, and the request names keys of user data; create it, or list it in \`exclude\``
  return new StepFailed('missing-table', message, noRetry)
}

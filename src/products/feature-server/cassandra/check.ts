/** Whether the store can be reached and is as the search needs it. */

import { StepFailed } from '../../../domain/errors.ts'
import type { Complaint } from '../../../domain/product.ts'
import { describeStore, type StoreSite } from './store.ts'

export async function checkStore(site: StoreSite, signal: AbortSignal): Promise<readonly Complaint[]> {
  try {
    await describeStore(site, signal)
    return []
  } catch (error) {
    // What passes by itself is tried again, in the check as in the search.
    if (!(error instanceof StepFailed) || error.retryable) throw error
    return [{ severity: 'error', place: 'cassandra', message: error.message, remedy: null }]
  }
}

/** Work that is done under the lease of `acme`. */

import type { Lease } from '../../src/records/journal/holding.ts'
import type { Journal } from '../../src/records/journal/journal.ts'

export async function holding<T>(journal: Journal, work: (lease: Lease) => Promise<T>): Promise<T> {
  const turn = { tenant: 'acme', isPatient: false, signal: new AbortController().signal }
  const result = await journal.withLease(turn, work)
  if (result === 'busy') throw new Error('somebody else holds the lease')
  return result
}

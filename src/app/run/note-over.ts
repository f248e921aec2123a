/** Says in the record who was answered for good: nobody takes up what was found of them. */

import { StepFailed } from '../../domain/errors.ts'
import type { Request } from '../../domain/request.ts'
import { partOf } from './ledger.ts'
import type { RunWork } from './run-work.ts'

/** After their answers stand there. `done`: the whole run; otherwise these requests alone. */
export async function noteOver(work: RunWork, done: 'all' | readonly Request[]): Promise<void> {
  const { records, record, context, lease } = work
  if (typeof records === 'string') return
  const subjects = done === 'all' ? null : done.flatMap((request) => request.subjects.map(({ key }) => key))
  const run = partOf(record, context.tenant.tenantKey, { product: '' })
  try {
    await records.findings.noteOver({ run, by: { attempt: record.run.attempt, fence: lease.fence }, subjects })
  } catch (error) {
    // Whoever asks for them again is searched for once more than was needed.
    if (!(error instanceof StepFailed) || error.code === 'lease-lost') throw error
  }
}

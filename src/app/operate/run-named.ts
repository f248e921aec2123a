/** The run that an operator means: by its id, or by a beginning that no other run has. */

import type { RunRecord } from '../../records/journal/runs.ts'
import type { Services } from '../compose.ts'

export type RunNamed =
  | { readonly kind: 'one'; readonly record: RunRecord }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'several'; readonly ids: readonly string[] }

export async function runNamed(services: Services, written: string): Promise<RunNamed> {
  const journal = await services.journal()
  const [id, ...others] = await journal.runIds(written)
  if (id === undefined) return { kind: 'unknown' }
  if (others.length > 0) return { kind: 'several', ids: [id, ...others] }
  const record = await journal.run(id)
  return record === null ? { kind: 'unknown' } : { kind: 'one', record }
}

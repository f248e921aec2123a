/** What of the history others wrote about the people of a run: they may have redacted before us what we then did not find. */

import { StepFailed } from '../../domain/errors.ts'
import type { RunInRecord } from '../../records/findings/purge.ts'
import type { AskOfOthers, RowsOfOthers } from '../../records/history/others.ts'
import type { RunWork } from './run-work.ts'

/** By identifier, as submitted: how many rows. None where the history does not answer: it is asked for a note alone. */
export async function rowsBesides({
  context,
  record,
  records,
  subjects,
}: RunWork): Promise<ReadonlyMap<string, number>> {
  if (typeof records === 'string') return new Map()
  const consumers = subjects.flatMap(({ identifiers }) => identifiers.map(({ value }) => value))
  const { tenantKey } = context.tenant
  const { createdTs } = record.run
  try {
    const others = await records.history.others({ tenantKey, consumers, since: 0 })
    const counts = new Map<string, number>()
    for (const { consumer, rows } of await notOurs(others, () => records.findings.runs(), { tenantKey, createdTs })) {
      if (consumer !== null) counts.set(consumer, (counts.get(consumer) ?? 0) + rows)
    }
    return counts
  } catch (error) {
    if (error instanceof StepFailed) return new Map()
    throw error
  }
}

interface OwnSeconds extends Pick<AskOfOthers, 'tenantKey'> {
  /** Of a run that may have no rows yet. */
  readonly createdTs?: number
}

/** Runs are asked for only where there is something that may be theirs. */
export async function notOurs(
  others: readonly RowsOfOthers[],
  runs: () => AsyncIterable<RunInRecord>,
  { tenantKey, createdTs }: OwnSeconds,
): Promise<readonly RowsOfOthers[]> {
  if (others.length === 0) return others
  const seconds = new Set(createdTs === undefined ? [] : [createdTs])
  for await (const run of runs()) if (run.tenantKey === tenantKey) seconds.add(run.createdTs)
  return others.filter((one) => !seconds.has(one.createdTs))
}

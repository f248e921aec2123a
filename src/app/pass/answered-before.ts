/**
 * A journal that was put back from an older copy knows less than the answers and the record: what is over is not done
 * again, since whoever was forgotten may have come back.
 */

import { StepFailed } from '../../domain/errors.ts'
import type { FileEntry } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { TenantContext } from '../context.ts'

/** The run as the answers know it; null when it is over. */
export async function withAnswers(context: TenantContext, lease: Lease, record: RunRecord): Promise<RunRecord | null> {
  const { journal, log, tenant } = context
  const waiting = record.files.filter(({ state }) => state === 'running')
  const answered: FileEntry[] = []
  for (const file of waiting) {
    if ((await isOverInRecord(context, record, file)) || (await isAnswered(context, file))) answered.push(file)
  }
  for (const file of answered) {
    const { action } = record.run
    const part = { runId: record.run.id, ...(file.fileNumber === null ? {} : { fileNumber: file.fileNumber }) }
    await journal.markFile(lease, file, { action, state: 'done', reason: 'answered before', ...part })
    log.warn({ tenant: tenant.name, run: record.run.id, request: file.sha256.slice(0, 12) }, 'answered before')
  }
  if (answered.length === 0) return record
  if (answered.length < waiting.length) return await journal.run(record.run.id)
  await journal.markRun(lease, record.run.id, { state: 'closed', ended: null, dueAt: null })
  return null
}

async function isAnswered({ answers }: TenantContext, { name, sha256 }: FileEntry): Promise<boolean> {
  const answer = await answers.find(name, sha256)
  return answer?.kind === 'final' && answer.state === 'done'
}

/** A record that cannot be asked is told of by the run itself. */
async function isOverInRecord(
  { findings }: TenantContext,
  { run }: RunRecord,
  { fileNumber }: FileEntry,
): Promise<boolean> {
  try {
    return await (await findings()).isOver(run.id, fileNumber)
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code === 'lease-lost') throw error
    return false
  }
}

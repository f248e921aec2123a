/** Notes in the journal what a request file was answered, or that its answer could not be placed. */

import type { RunEnding } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import type { FileEntry } from '../../records/journal/entries.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { RunWork } from './run-work.ts'

/** `reason`: why there is no answer although there should be one. */
export async function noteFile(
  { context, lease, record }: RunWork,
  request: Request,
  mark: { readonly state: 'done' | 'running' | RunEnding; readonly reason?: string },
): Promise<void> {
  const entry = entryOf(record, request)
  if (entry === undefined) return
  const part = { runId: record.run.id, ...(entry.fileNumber === null ? {} : { fileNumber: entry.fileNumber }) }
  await context.journal.markFile(lease, entry, { action: request.action, ...mark, ...part })
}

/** An earlier attempt had found no place for its answer. */
export async function forgetUnplaced(work: RunWork, request: Request): Promise<void> {
  if ((entryOf(work.record, request)?.reason ?? null) === null) return
  await noteFile(work, request, { state: 'running' })
}

function entryOf({ files }: RunRecord, { fileName, sha256 }: Request): FileEntry | undefined {
  return files.find((file) => file.name === fileName && file.sha256 === sha256)
}

/** Places the archive of an export: what its products hold of each of its people. */

import type { ArchiveSource, RunReport, UnreadBlob } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import type { RunWork, StepResult } from './run-work.ts'

interface ArchivedRun {
  readonly report: RunReport
  readonly steps: readonly StepResult[]
}

/** Returns what the archive lacks. */
export async function placeArchive(
  { context, record }: RunWork,
  request: Request,
  { report, steps }: ArchivedRun,
): Promise<readonly UnreadBlob[]> {
  const { answers } = context
  if (request.action !== 'export') return []
  // An archive that was cut off would pass for everything that there is.
  if (report.ended !== 'cancelled') return await answers.archive(request, record.run.id, archiveOf(request, steps))
  await answers.withdrawArchive(request)
  return []
}

function archiveOf({ subjects }: Request, steps: readonly StepResult[]): ArchiveSource {
  return {
    rows: async function* () {
      for (const { key } of subjects) {
        for (const step of steps) yield* step.exportRows(key)
      }
    },
    read: (product, blob) => steps.find(({ report }) => report.product === product)?.read(blob) ?? nothing(),
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}

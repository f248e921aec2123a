/** Answers the files of a run: archive first, then the execution log, then the journal says so. */

import { StepFailed } from '../domain/errors.ts'
import type { IdentifierOutcome } from '../domain/outcome.ts'
import type { ExportRow, RunReport } from '../domain/report.ts'
import type { Request } from '../domain/request.ts'
import { persist } from '../domain/checkpoint.ts'
import { outcomesOf } from '../stages/recording/outcomes.ts'
import type { FileOutcome, FileResult } from './corridor.ts'
import type { RunWork, StepResult } from './run-steps.ts'

/** Repeating it after a crash writes the same answers over the ones that stand there. */
export async function deliverRun(
  work: RunWork,
  requests: readonly Request[],
  steps: readonly StepResult[],
): Promise<{ readonly report: RunReport; readonly files: readonly FileResult[] }> {
  const report = reportOf(work, steps)
  const files: FileResult[] = []
  for (const request of requests) {
    work.signal.throwIfAborted()
    const result = await deliverFile(work, request, { report, steps })
    work.corridor.notify({ kind: 'file', result })
    files.push(result)
  }
  return { report, files }
}

interface Outcome {
  readonly report: RunReport
  readonly steps: readonly StepResult[]
}

async function deliverFile(work: RunWork, request: Request, { report, steps }: Outcome): Promise<FileResult> {
  const outcomes = outcomesOf(
    request,
    steps.map(({ result }) => result),
  )
  const outcome = worstOf(report)
  const reason = report.products.find((product) => product.outcome === outcome)?.reason ?? null
  try {
    await answer(work, request, { report, steps }, outcomes)
  } catch (error) {
    work.signal.throwIfAborted()
    if (!(error instanceof StepFailed) || error.code !== 'file') throw error
    const fields = { tenant: report.tenant, run: report.id, request: request.sha256.slice(0, 12) }
    work.corridor.log.error({ ...fields, code: error.code, reason: error.message }, 'answer could not be written')
    return fileResult(request, report, outcomes, { outcome: 'failed', reason: error.message })
  }
  if (outcome === 'done') await noteDone(work, request)
  return fileResult(request, report, outcomes, { outcome, reason })
}

async function answer(
  { corridor, history, record }: RunWork,
  request: Request,
  { report, steps }: Outcome,
  outcomes: ReadonlyMap<string, IdentifierOutcome>,
): Promise<void> {
  const { checkpoint, answers } = corridor
  if (request.action === 'export') {
    const rows = archiveRows()
    await persist(checkpoint, 'answer:archive', () => answers.archive(request, record.run.id, rows))
  }
  await persist(checkpoint, 'answer:log', () => answers.log(request, report, outcomes))

  async function* archiveRows(): AsyncIterable<ExportRow> {
    for (const { key } of request.subjects) {
      for (const step of steps) yield* history.exportRows(step.rows, key)
    }
  }
}

async function noteDone({ corridor, lease, record }: RunWork, request: Request): Promise<void> {
  const entry = record.files.find(({ name, sha256 }) => name === request.fileName && sha256 === request.sha256)
  if (entry === undefined) return
  const part = { runId: record.run.id, ...(entry.fileNumber === null ? {} : { fileNumber: entry.fileNumber }) }
  await persist(corridor.checkpoint, 'journal:file', () =>
    corridor.journal.markFile(lease, entry, { action: request.action, state: 'done', ...part }),
  )
}

function reportOf({ corridor, record }: RunWork, steps: readonly StepResult[]): RunReport {
  const { id, tenant, action, startedAt, attempt } = record.run
  const finishedAt = corridor.clock.now().toISOString()
  return { id, tenant, action, startedAt, finishedAt, attempt, products: steps.map(({ report }) => report) }
}

export function worstOf(report: RunReport): 'done' | 'deferred' | 'failed' {
  const outcomes = report.products.map(({ outcome }) => outcome)
  if (outcomes.includes('failed')) return 'failed'
  return outcomes.includes('deferred') ? 'deferred' : 'done'
}

function fileResult(
  request: Request,
  report: RunReport,
  outcomes: ReadonlyMap<string, IdentifierOutcome>,
  end: { readonly outcome: FileOutcome; readonly reason: string | null },
): FileResult {
  const kinds = [...outcomes.values()].map(({ kind }) => kind)
  const count = (...wanted: string[]): number => kinds.filter((kind) => wanted.includes(kind)).length
  return {
    fileName: request.fileName,
    sha256: request.sha256,
    action: request.action,
    runId: report.id,
    problems: [],
    identifiers: {
      found: count('found'),
      notFound: count('not-found', 'not-searched'),
      errors: count('error', 'deferred'),
    },
    ...end,
  }
}

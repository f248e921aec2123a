/** One pass over a tenant's pending work, as far as it has come: runs resumed, files taken, refused or held back. */

import type { RunReport } from '../../domain/report.ts'
import type { Action, Request } from '../../domain/request.ts'
import { heldReason, holdBack, peopleOf } from '../../stages/planning/plan.ts'
import { attemptRun } from '../run/attempt.ts'
import { requestsOf } from '../run/gather-requests.ts'
import type { Arrival, TenantContext, Knowledge, FileOutcome, FileResult, PassResult } from '../context.ts'
import { withAnswers } from './answered-before.ts'
import { collectBatch, type Accepted, type Batch } from './batch.ts'
import { noteArrival, noteWithdrawn, takeOver, withdrawnFiles } from './catch-up.ts'
import type { FileIdentity, RunEntry, RunState } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { keyOf, knowledgeOf } from './known-files.ts'
import { isWaitedFor, waitedFor } from './only-held.ts'
import { refuseArrival } from './refuse.ts'

const nobody: ReadonlySet<string> = new Set()

export class Pass {
  readonly #context: TenantContext
  readonly #lease: Lease
  readonly #signal: AbortSignal
  readonly #files: FileResult[] = []
  readonly #runs: RunReport[] = []
  /** Their people must not be forgotten yet. */
  readonly #unansweredExports = new Set<string>()
  /** Files that this pass has looked at already, whatever came of it. */
  readonly #seen = new Set<string>()
  readonly #takenOver = new Set<string>()

  constructor(context: TenantContext, lease: Lease) {
    this.#context = context
    this.#lease = lease
    this.#signal = lease.signal
  }

  result(): PassResult {
    return { busy: false, files: this.#files, runs: this.#runs }
  }

  async resume(states: readonly RunState[]): Promise<void> {
    const { journal, tenant } = this.#context
    for (const { id } of await journal.runs(tenant.name, ['running', 'open'])) {
      const known = await journal.run(id)
      const record = known === null ? null : await withAnswers(this.#context, this.#lease, known)
      if (record === null) continue
      if (states.includes(record.run.state) || this.#isAskedFor(record.run)) await this.#attempt(record, [])
      else if (record.run.action === 'export' && isWaitedFor(this.#context, record)) {
        this.#noteUnanswered(await requestsOf(this.#context, record))
      }
    }
  }

  /** An attempt at one run that is not over. */
  async resumeOne(id: string): Promise<void> {
    const known = await this.#context.journal.run(id)
    if (known === null || known.run.state === 'closed') return
    const record = await withAnswers(this.#context, this.#lease, known)
    if (record !== null) await this.#attempt(record, [])
  }

  /** Its time has come, or an operator wants it tried or cancelled now. */
  #isAskedFor({ dueAt, cancelAsked }: RunEntry): boolean {
    return cancelAsked !== null || (dueAt !== null && Date.parse(dueAt) <= this.#context.clock.now().getTime())
  }

  /** New files of the action, run by run. */
  async process(action: Action): Promise<void> {
    if (action === 'forget') await this.#noteExportsBeside()
    const arrivals = this.#context.arrivals.take(action, this.#recall, this.#signal)[Symbol.asyncIterator]()
    try {
      for (let isLast = false; !isLast;) {
        const batch = await this.#collect(arrivals)
        const { ready, held } = holdBack(batch.accepted, action === 'forget' ? this.#unansweredExports : nobody)
        for (const entry of held) await this.#hold(entry)
        if (ready.length > 0) await this.#startRun(action, ready)
        isLast = batch.isLast
      }
    } finally {
      await arrivals.return?.()
    }
    const gone = withdrawnFiles(this.#context, action, (file) => this.#seen.has(keyOf(file)))
    for await (const file of gone) await noteWithdrawn(this.#context, this.#lease, file)
    await this.#resumeTakenOver()
  }

  async #noteExportsBeside(): Promise<void> {
    const beside = this.#context.arrivals.exportsBeside(this.#recall, this.#signal)
    for await (const request of beside) this.#noteUnanswered([request])
    await this.#resumeTakenOver()
  }

  /** Runs that the execution logs told of: the journal had lost them. */
  async #resumeTakenOver(): Promise<void> {
    const runs = [...this.#takenOver]
    this.#takenOver.clear()
    for (const id of runs) await this.resumeOne(id)
  }

  /** Refuses what could never be processed, and leaves the rest to the scheduled pass. */
  async judge(action: Action): Promise<void> {
    const { arrivals } = this.#context
    const ask = async (name: string, sha256: string): Promise<Knowledge> =>
      action === 'forget' && arrivals.isJudged({ name, sha256 }) ? 'known' : this.#recall(name, sha256)
    for await (const arrival of arrivals.take(action, ask, this.#signal)) {
      const judgement = await arrival.judge(1, this.#signal)
      if (judgement.kind === 'rejected') await this.#refuse(arrival, judgement)
      else {
        arrivals.noteJudged(arrival.file)
        await noteArrival(this.#context, this.#lease, { file: arrival.file, request: judgement.request })
        if (action === 'export') this.#noteUnanswered([judgement.request])
      }
    }
  }

  /** What the journal has lost is taken over from the execution log first. */
  readonly #recall = async (name: string, sha256: string): Promise<Knowledge> => {
    if (this.#seen.has(keyOf({ name, sha256 }))) return 'known'
    if ((await this.#context.answers.isPlan(name)) || (await this.#context.decisions.isDecision(name))) return 'known'
    const remembered = await knowledgeOf(this.#context, { name, sha256 })
    if (remembered !== null) return remembered
    const { known, run } = await takeOver(this.#context, this.#lease, { name, sha256 })
    if (run !== null) this.#takenOver.add(run)
    return known ? 'known' : 'new'
  }

  #collect(arrivals: AsyncIterator<Arrival>): Promise<Batch> {
    return collectBatch(arrivals, this.#context.runLimits, async (arrival, fileNumber) => {
      const judgement = await arrival.judge(fileNumber, this.#signal)
      this.#seen.add(keyOf(arrival.file))
      this.#context.arrivals.forgetJudged(arrival.file)
      if (judgement.kind === 'accepted') return judgement.request
      await this.#refuse(arrival, judgement)
      return null
    })
  }

  async #startRun(action: Action, accepted: readonly Accepted[]): Promise<void> {
    const { journal, products, newRunId, newSalt } = this.#context
    const run = {
      id: newRunId(),
      salt: newSalt(),
      action,
      products,
      files: accepted.map(({ file, fileNumber, request: { receivedAt } }) => ({ ...file, fileNumber, receivedAt })),
    }
    const record = await journal.createRun(this.#lease, run)
    const fresh = accepted.map(({ request }) => request)
    await this.#attempt(record, fresh)
  }

  async #attempt(record: RunRecord, fresh: readonly Request[]): Promise<void> {
    const plan = { context: this.#context, lease: this.#lease, signal: this.#signal, record, fresh }
    const attempt = await attemptRun(plan)
    this.#runs.push(attempt.report)
    this.#files.push(...attempt.files)
    if (record.run.action === 'export') this.#noteUnanswered(waitedFor(this.#context, attempt))
  }

  #noteUnanswered(exports: readonly Request[]): void {
    for (const key of exports.flatMap(peopleOf)) this.#unansweredExports.add(key)
  }

  async #hold({ file, request }: Accepted): Promise<void> {
    const { journal, tenant, log } = this.#context
    const { action, receivedAt } = request
    const mark = { action, state: 'held', reason: heldReason, receivedAt } as const
    await journal.markFile(this.#lease, file, mark)
    log.info({ tenant: tenant.name, request: file.sha256.slice(0, 12), reason: heldReason }, 'request held back')
    this.#note(file, { action, outcome: 'held', reason: heldReason })
  }

  async #refuse(arrival: Arrival, refusal: Parameters<typeof refuseArrival>[2]): Promise<void> {
    this.#seen.add(keyOf(arrival.file))
    const { runId, failure } = await refuseArrival(this.#context, arrival, refusal, this.#lease)
    const { action } = arrival
    const { problems } = refusal
    if (failure === null) this.#note(arrival.file, { action, outcome: 'rejected', reason: null, runId, problems })
    else this.#note(arrival.file, { action, outcome: 'failed', reason: failure, problems })
  }

  #note(
    { name: fileName, sha256 }: FileIdentity,
    end: Pick<FileResult, 'action' | 'reason'> & { outcome: FileOutcome } & Partial<FileResult>,
  ): void {
    const identifiers = { found: 0, notFound: 0, notSearched: 0, errors: 0 }
    const result: FileResult = { fileName, sha256, runId: null, problems: [], identifiers, ...end }
    this.#context.notify({ kind: 'file', result })
    this.#files.push(result)
  }
}

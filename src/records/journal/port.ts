/** What others may ask of the journal, and tell it. */

import type { Decided, NotedDecision, NotedPlan, PlanMark } from '../../domain/decision.ts'
import type { Confirmation } from '../../domain/disposition.ts'
import type { AttemptReport } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Waits } from '../../platform/time/waits.ts'
import type { AboutJournal } from './about.ts'
import type { Acknowledged, ForgetNotDone } from './operator/acknowledgements.ts'
import type { Asked } from './operator/asks.ts'
import type { FileEntry, FileIdentity, FileMark, KnownFile, RunEntry, RunState, StepEntry, Worker } from './entries.ts'
import type { Lease } from './holding.ts'
import type { RequestEntry, RequestsAsked } from './requests.ts'
import type { AnsweredRun } from './restore.ts'
import type { RunChange } from './rows.ts'
import type { NewRun, RunRecord } from './runs.ts'
import type { FileTally } from './tally.ts'

export interface Journal {
  /** Runs `work` as the tenant's only worker; `busy` when another process works for it. */
  readonly withLease: <T>(turn: Turn, work: (lease: Lease) => Promise<T>) => Promise<T | 'busy'>
  readonly file: (tenant: string, name: string, sha256: string) => Promise<KnownFile | null>
  /** Whether it has seen a request file of that name, whatever was in it. */
  readonly knowsFile: (tenant: string, name: string) => Promise<boolean>
  readonly files: (tenant: string, states: readonly FileEntry['state'][]) => Promise<readonly FileEntry[]>
  /** Every request file of all tenants, whatever has become of it. */
  readonly requests: (asked: RequestsAsked) => AsyncIterable<readonly RequestEntry[]>
  /** Gives a file its state; what it is part of stays. */
  readonly markFile: (lease: Lease, file: FileIdentity, mark: FileMark) => Promise<void>
  /** Creates the run with its files and steps in one transaction. */
  readonly createRun: (lease: Lease, run: NewRun) => Promise<RunRecord>
  readonly run: (id: string) => Promise<RunRecord | null>
  /** Ids of all runs that begin so; the one that is exactly so, alone, where there is one. Sorted. */
  readonly runIds: (beginning: string) => Promise<readonly string[]>
  /** Of all tenants when `tenant` is null; exports first, then oldest first. */
  readonly runs: (tenant: string | null, states: readonly RunState[]) => Promise<readonly RunEntry[]>
  readonly markRun: (lease: Lease, id: string, change: RunChange) => Promise<void>
  /** The run's next attempt is under way. */
  readonly beginAttempt: (lease: Lease, runId: string, attempt: number) => Promise<void>
  readonly endAttempt: (lease: Lease, runId: string, report: AttemptReport) => Promise<void>
  /** Takes over an open run that an execution log tells of, as part of which the file was answered. */
  readonly restore: (lease: Lease, file: FileIdentity, run: AnsweredRun) => Promise<void>
  /** Asked by anybody, whoever works for the tenant. */
  readonly askCancel: (runId: string) => Promise<Asked>
  readonly askRetry: (runId: string) => Promise<Asked>
  /** A file that waits because its answer has no seal is processed as a new one; false when there is none of that name. */
  readonly askRetryFile: (tenant: string, name: string) => Promise<boolean>
  readonly isCancelAsked: (runId: string) => Promise<boolean>
  /** A manual step of the run is done; false when somebody confirmed it before. */
  readonly confirm: (runId: string, product: string, confirmation: Confirmation) => Promise<boolean>
  /** By name of the entry. */
  readonly confirmations: (runId: string) => Promise<ReadonlyMap<string, Confirmation>>
  /** Somebody has taken note that the run, a forget, ended without being done. */
  readonly acknowledge: (runId: string, acknowledgement: Confirmation) => Promise<Acknowledged>
  readonly acknowledgement: (runId: string) => Promise<Confirmation | null>
  /** Files of forgets that ended without being done, and that nobody has acknowledged; the oldest first. */
  readonly endedForgets: (tenant: string) => Promise<readonly ForgetNotDone[]>
  /** What is held in the run is planned so; the same plan is noted once. */
  readonly notePlan: (lease: Lease, runId: string, plan: PlanMark) => Promise<void>
  /** In the order in which they were made. */
  readonly plans: (runId: string) => Promise<readonly NotedPlan[]>
  /** Ids of the tenant's runs for that action in which something was planned, the oldest first. */
  readonly plannedRuns: (tenant: string, action: Action) => Promise<readonly string[]>
  /** Before the first write under a plan; false when more decisions of it are there than were seen. */
  readonly beginPlan: (lease: Lease, runId: string, plan: string, seen: number) => Promise<boolean>
  /** Somebody has decided; asked by anybody, whoever works for the tenant. */
  readonly decide: (runId: string, decision: NotedDecision) => Promise<Decided>
  /** In the order in which they came. */
  readonly decisions: (runId: string) => Promise<readonly NotedDecision[]>
  /** A pass over everything of the tenant came to its end. */
  readonly notePass: (lease: Lease) => Promise<void>
  /** ISO 8601, UTC; null when there was none. */
  readonly lastPass: (tenant: string) => Promise<string | null>
  /** How many files are in which state, over all tenants. */
  readonly tally: () => Promise<readonly FileTally[]>
  readonly markStep: (lease: Lease, runId: string, product: string, change: Partial<StepEntry>) => Promise<void>
  /** Since when it knows what was answered, and by which secret answers are sealed. */
  readonly about: () => Promise<AboutJournal>
  readonly noteSealMark: (mark: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Whose only worker one wants to be, and how. */
export interface Turn {
  readonly tenant: string
  /** Waits for a worker that is silent until it is heard of, or taken for dead: for those who do not ask again. */
  readonly isPatient: boolean
  /** Told that such a worker is waited for. */
  readonly waits?: Waits | undefined
  /** Aborts when the work is to end; the lease's own signal follows it. */
  readonly signal: AbortSignal
}

export interface JournalOptions {
  readonly client: SqlClient
  readonly clock: Clock
  /** Random, names this opening of the journal as holder of leases. */
  readonly id: string
  readonly lease: LeaseRules
  readonly worker: Worker
}

export interface LeaseRules {
  /** A worker that is not heard of for so long has lost its lease. */
  readonly expiryMs: number
  /** Folder for a lock of each worker, by which one that ended is known at once; null for none. */
  readonly locks: string | null
}

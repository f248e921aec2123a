/** The context of one tenant: everything that a pass over its request files works with, handed in from outside. */

import type { ErasePlan } from '../domain/erase-plan.ts'
import type { Fence } from '../domain/fence.ts'
import type { IdentifierOutcome } from '../domain/outcome.ts'
import type { ProductSession, Tenant } from '../domain/product.ts'
import type { Reading } from '../domain/reading.ts'
import type { ArchiveSource, ProductReport, RunEnding, RunReport, UnreadBlob } from '../domain/report.ts'
import type { Action, Request, RequestProblem } from '../domain/request.ts'
import type { Log } from '../platform/log/log.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { Waits } from '../platform/time/waits.ts'
import type { ApprovalMode, ApprovalRules } from '../stages/planning/approval.ts'
import type { Guard } from '../stages/planning/guard.ts'
import type { RunLimits } from '../stages/planning/plan.ts'
import type { DeclaredEntry } from '../stages/answering/declared.ts'
import type { Answered } from '../stages/delivery/read-answer.ts'
import type { RefusedEntry } from '../stages/intake/listing.ts'
import type { Findings } from '../records/findings/findings.ts'
import type { History } from '../records/history/history.ts'
import type { EntryMark, FileIdentity } from '../records/journal/entries.ts'
import type { Journal } from '../records/journal/journal.ts'
import type { TenantHolds } from './holds/tenant-holds.ts'
import type { Decisions } from './decisions.ts'

export interface TenantContext {
  readonly tenant: Tenant
  readonly journal: Journal
  readonly history: () => Promise<History>
  readonly findings: () => Promise<Findings>
  /** In their declared order. */
  readonly products: readonly EnabledProduct[]
  /** Systems that are not searched. */
  readonly declared: readonly DeclaredEntry[]
  /** Systems of the source that are neither searched nor declared. */
  readonly notAnsweredFor?: readonly string[]
  readonly arrivals: Arrivals
  readonly answers: Answers
  /** Waits for a worker that is silent until it is known to live or to be dead: for those who do not come again. */
  readonly isPatient: boolean
  readonly clock: Clock
  readonly log: Log
  readonly newRunId: () => string
  readonly newSalt: () => string
  /** Pauses before retries within a run, milliseconds. */
  readonly backoffMs: readonly number[]
  /** Days from its arrival after which a request that still fails is tried no more. */
  readonly giveUpAfterDays: number
  readonly runLimits: RunLimits
  /** Who is held. */
  readonly guard: Guard
  /** What releases them. */
  readonly approval: ApprovalRules
  readonly decisions: Decisions
  /** The legal holds of the tenant as they stand now; those that are over too. Rejects where they cannot be read. */
  readonly holds: () => Promise<TenantHolds>
  /** Digest of what the settings say of who is held, and of the entries. */
  readonly settingsMark: string
  /** Of Lethe. */
  readonly version: string
  readonly notify: (event: PassEvent) => void
  /** Long reads tell how far they have come. */
  readonly isFollowed?: boolean
  readonly waits?: Waits
}

export interface EnabledProduct {
  /** Name of the entry. */
  readonly name: string
  /** Id of the product. */
  readonly id: string
  readonly mark: EntryMark
  /** Stands for what it works on: entries on one store wait for each other's searches. */
  readonly store: string
  /** Ids of products that have to be done before it erases. */
  readonly after: readonly string[]
  /** What it finds are places in texts. */
  readonly isText?: boolean
  /** What of it waits until somebody has approved it. */
  readonly approval: ApprovalMode
  /** With a fence nothing is written through it any more once the lease is lost. */
  readonly open: (fence?: Fence) => Promise<ProductSession>
  /** End of the quiet time that it is now; null when there is none. */
  readonly quietUntil?: (now: Date) => Date | null
}

/** A file that is complete and not known to the journal. */
export interface Arrival {
  readonly file: FileIdentity
  readonly action: Action | null
  /** Parses and judges the bytes; the number becomes the first part of the subjects' keys. */
  readonly judge: (fileNumber: number, signal: AbortSignal) => Promise<Judgement>
}

export type Judgement =
  { readonly kind: 'accepted'; readonly request: Request } | ({ readonly kind: 'rejected' } & Refusal)

export interface Refusal {
  readonly problems: readonly RequestProblem[]
  /** What was submitted when it is a JSON object, as it was written; otherwise null. */
  readonly text: string | null
  /** False when no answer can be named after the file. */
  readonly answerable: boolean
}

/** `answered`: for good, so that nobody need ask again. `known`: it needs no run of its own now. */
export type Knowledge = 'new' | 'known' | 'answered'
export type AskJournal = (name: string, sha256: string) => Promise<Knowledge>

export interface Arrivals {
  /** Files of that action; those whose name says no action come with the exports. One file's bytes at a time. */
  readonly take: (action: Action, askJournal: AskJournal, signal: AbortSignal) => AsyncIterable<Arrival>
  /** Exports that wait and are none of the files that were named, when one of these is a forget. */
  readonly exportsBeside: (askJournal: AskJournal, signal: AbortSignal) => AsyncIterable<Request>
  /** Whether these very bytes stand there under that name. */
  readonly isThere: (file: FileIdentity) => Promise<boolean>
  /** The very bytes once more; null when the file is gone or holds something else. */
  readonly reread: (file: FileIdentity, action: Action, fileNumber: number) => Promise<Request | null>
  /** Since when it stands there, in milliseconds of the epoch, by the earlier of its two times: the system's, and that of a copy. */
  readonly thereSince: (fileName: string) => Promise<number | null>
  /** Whether the file was judged in an earlier pass and waits for the scheduled one. */
  readonly isJudged: (file: FileName) => boolean
  readonly judgedNames: () => readonly string[]
  readonly noteJudged: (file: FileName) => void
  /** Put back later, it is judged anew. */
  readonly forgetJudged: (file: FileName) => void
  /** When to look again for an upload that was not complete, as the clock's `elapsed` counts; null for none. */
  readonly lookAgainAt: () => number | null
  /** The entry of that name was added, changed or removed; null: it may have been any. */
  readonly hint: (fileName: string | null) => void
  /** Whether every file of the folder is looked at, not only some that were named. */
  readonly looksAtAll: boolean
  /** Files of the latest look whose names nearly are a request's. */
  readonly nearMisses: () => readonly RefusedEntry[]
}

/** What tells a file from all others of its tenant. */
export type FileName = Pick<FileIdentity, 'name' | 'sha256'>

export interface Answers {
  /** The same, of which nothing appears any more once the lease is lost. */
  readonly under: (fence: Fence) => Answers
  /** What the execution log of this very file says, when there is one; null when there is none of ours. */
  readonly find: (name: string, sha256: string) => Promise<Answered | null>
  readonly reject: (file: FileIdentity, action: Action | null, refusal: Refusal, runId: string) => Promise<void>
  /** Returns what it lacks. */
  readonly archive: (request: Request, runId: string, source: ArchiveSource) => Promise<readonly UnreadBlob[]>
  /** Of an earlier attempt, when there is one. */
  readonly withdrawArchive: (request: Request) => Promise<void>
  /** Null takes one away that was delivered before. False where something else has its name. */
  readonly plan: (request: Request, plan: ErasePlan | null) => Promise<boolean>
  /** Whether what has that name among the requests is a plan of ours, and no request. */
  readonly isPlan: (name: string) => Promise<boolean>
  readonly log: (request: Request, report: RunReport, outcomes: ReadonlyMap<string, IdentifierOutcome>) => Promise<void>
}

export type FileOutcome = 'done' | 'deferred' | 'open' | 'failed' | 'rejected' | 'held' | 'lost' | RunEnding

export interface FileResult {
  readonly fileName: string
  readonly sha256: string
  readonly action: Action | null
  readonly outcome: FileOutcome
  readonly runId: string | null
  /** Why it is not done; nothing personal. */
  readonly reason: string | null
  readonly problems: readonly RequestProblem[]
  /** Identifiers by what they were answered. */
  readonly identifiers: Readonly<Record<'found' | 'notFound' | 'notSearched' | 'errors', number>>
}

/** Told as things happen, for whoever shows progress. */
export type PassEvent =
  | {
      readonly kind: 'run'
      readonly run: string
      readonly action: Action
      readonly files: number
      readonly subjects: number
    }
  | {
      readonly kind: 'product'
      readonly run: string
      readonly product: string
      readonly position: number
      readonly of: number
    }
  | ({ readonly kind: 'reading'; readonly run: string; readonly product: string } & Reading)
  | { readonly kind: 'product-end'; readonly run: string; readonly report: ProductReport }
  | { readonly kind: 'file'; readonly result: FileResult }
  /** So many files have names that nearly are a request's; told when that has changed. */
  | { readonly kind: 'near-misses'; readonly count: number }

export interface PassResult {
  /** Another process works for this tenant; nothing was done. */
  readonly busy: boolean
  readonly files: readonly FileResult[]
  readonly runs: readonly RunReport[]
}

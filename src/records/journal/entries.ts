/** What the journal knows: files, runs, steps. Names, states and counts; never an identifier or a value. */

import type { AttemptReport, RunEnding } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import type { StepState } from '../../domain/step.ts'

/** What tells the entries of a tenant apart, also when they change places in the settings. Holds no secret. */
export interface EntryMark {
  /** Digest of the whole entry as written. */
  readonly settings: string
  /** Digest of what its locators count from: the same key in another database is another row. */
  readonly place: string
}

/** A request file is the same one only when name and content are. */
export interface FileIdentity {
  readonly name: string
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  readonly size: number
}

/**
 * `pending`: seen and judged, waits for the scheduled pass. `rejected`, `done`, `cancelled` and `given-up`: answered,
 * not read again before other content was answered under its name. `running`: part of a run that is not finished.
 * `held`: waits for another run. `lost`: was gone or changed before its run was finished; the same bytes under the same
 * name are new. `unsealed`: perhaps answered before there was this journal, which nobody can say; waits for an operator.
 * `unplaced`: refused, and its answer could not be written; it is refused anew.
 */
export const fileStates = [
  'pending',
  'rejected',
  'running',
  'held',
  'done',
  'cancelled',
  'given-up',
  'lost',
  'unsealed',
  'unplaced',
] as const
export type FileState = (typeof fileStates)[number]

/** In these an answer stands beside the file, and nothing more is done for it. */
const answeredStates = ['rejected', 'done', 'cancelled', 'given-up'] as const satisfies readonly FileState[]

export function isAnswered(state: FileState): boolean {
  return answeredStates.some((one) => one === state)
}

export interface FileEntry extends FileIdentity {
  readonly action: Action | null
  readonly state: FileState
  /** Why it is held, lost or rejected; nothing personal. */
  readonly reason: string | null
  readonly runId: string | null
  /** Number within its run, from 1: the first part of its subjects' keys. */
  readonly fileNumber: number | null
  /** ISO 8601, UTC. */
  readonly firstSeen: string
  /** When the person asked, as the request says, ISO 8601, UTC. */
  readonly receivedAt: string | null
}

/** State of a file that is written into the journal. */
export interface FileMark {
  readonly action: Action | null
  readonly state: FileEntry['state']
  readonly reason?: string
  readonly runId?: string
  readonly fileNumber?: number
  /** Missing: as it is known. */
  readonly receivedAt?: string | null
}

export interface KnownFile extends FileEntry {
  /** It was answered, and other content under its name since: put back, it is a new request. */
  readonly overtaken: boolean
}

/** `running`: an attempt is under way or was cut off. `open`: answered, but a product failed or deferred. */
export const runStates = ['running', 'open', 'closed'] as const
export type RunState = (typeof runStates)[number]

export interface RunEntry {
  readonly id: string
  readonly tenant: string
  readonly action: Action
  /** CREATED_TS of its rows, UTC epoch seconds: when it began. */
  readonly createdTs: number
  readonly salt: string
  /** Null when what it erases by stands in the record. */
  readonly earlier: EarlierRun | null
  /** From 1. */
  readonly attempt: number
  readonly state: RunState
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** When an open run may be tried again, ISO 8601, UTC; null: at the next scheduled pass. */
  readonly dueAt: string | null
  /** When an operator asked to cancel it, ISO 8601, UTC. */
  readonly cancelAsked: string | null
  /** Why a closed run is closed although it is not done. */
  readonly ended: RunEnding | null
}

/** Of a run that a version without a record began, or may have begun: how its rows in the history are told. */
export interface EarlierRun {
  /** First and last CREATED_TS of its rows, UTC epoch seconds. */
  readonly createdTs: number
  readonly lastTs: number
  /** By person and kind, which of several who gave the same identifier comes when, from 1. */
  readonly turns: Readonly<Record<string, number>>
}

/** The process that works for a tenant. */
export interface Worker {
  readonly host: string
  /** Under which it runs. */
  readonly account: string
  /** Of the program. */
  readonly version: string
}

/** An attempt at a run; `finishedAt` is null while it is under way or when it was cut off. */
export interface AttemptEntry extends Omit<AttemptReport, 'finishedAt'> {
  readonly finishedAt: string | null
  /** Who began it; null when an earlier version did. */
  readonly worker: Worker | null
}

export interface StepEntry extends StepState {
  readonly runId: string
  /** Position among the run's products, from 0. */
  readonly ordinal: number
  /** The entry of the settings that it works with; null when nobody knows. */
  readonly entry: EntryMark | null
}

/** Every request of a period, whatever has become of it: answered, refused, ended by an operator, or still waiting. */

import type { Action } from '../../domain/request.ts'
import { fileStates, type FileState } from '../../records/journal/entries.ts'
import type { RequestEntry } from '../../records/journal/requests.ts'
import type { Services } from '../compose.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { statusOf, type TenantStatus } from './status.ts'
import { backlogStates } from './backlog.ts'

/** Beside those of the backlog; nothing more is done for these. `lost`: its file was gone before it was answered. */
const endedStates = ['done', 'rejected', 'cancelled', 'given-up', 'lost'] as const

export const requestStates = [...backlogStates, ...endedStates] as const
export type RequestState = (typeof requestStates)[number]

export interface RequestQuestion {
  readonly tenants: readonly TenantSettings[]
  readonly action: Action | null
  readonly state: RequestState | null
  /** When the person asked; UTC epoch seconds, both included. */
  readonly from: number
  readonly to: number
  /** Only what is not answered, and has to be by then; UTC epoch seconds. Null: all. */
  readonly dueBy: number | null
}

/** Times are ISO 8601, UTC. */
export interface RequestLine {
  readonly tenant: string
  readonly fileName: string
  readonly action: Action | null
  readonly state: RequestState
  /** When the person asked, as the request says, or when it was first seen: the earlier. */
  readonly receivedAt: string
  /** By when it has to be answered. */
  readonly deadline: string
  /** Until then; null for what is answered, or was withdrawn. */
  readonly daysLeft: number | null
  readonly run: string | null
  readonly attempt: number | null
  /** When the run's last attempt ended; null while it is under way, or when it was cut off. */
  readonly finishedAt: string | null
  /** When it is tried (again). */
  readonly dueAt: string | null
  readonly reason: string | null
}

/** However many there are, a page of them is in memory, beside those that wait. */
export async function* requestLines(
  services: Services,
  question: RequestQuestion,
): AsyncIterable<readonly RequestLine[]> {
  const { tenants, action, state } = question
  const journal = await services.journal()
  const { deadlineDays } = services.settings
  const waiting = await waitingOf(services, tenants)
  const names = new Set(tenants.map(({ name }) => name))
  const deadline = daysLater(deadlineDays)
  const isAsked = isAskedBy(question)
  for await (const entries of journal.requests({ action, states: statesOf(state) })) {
    const lines: RequestLine[] = []
    for (const entry of entries) {
      if (!names.has(entry.tenant)) continue
      const open = taken(waiting, entry)
      const line = open === null ? endedLine(entry, deadline) : waitingLine(open, entry, deadline)
      if (line !== null && isAsked(line)) lines.push(line)
    }
    yield lines
  }
  const unknown = [...waiting.values()].map((open) => waitingLine(open, null, deadline))
  yield unknown.filter(isAsked)
}

/** Most journals have far more files than wait. */
function taken(waiting: WaitingByName, { tenant, name: fileName, sha256 }: RequestEntry): Waiting | null {
  if (waiting.size === 0) return null
  const name = nameOf({ tenant, fileName, sha256 })
  const open = waiting.get(name) ?? null
  if (open !== null) waiting.delete(name)
  return open
}

type WaitingByName = Map<string, Waiting>

async function waitingOf(services: Services, tenants: readonly TenantSettings[]): Promise<WaitingByName> {
  const waiting: WaitingByName = new Map()
  for (const tenant of tenants) {
    for (const entry of (await statusOf(services, tenant)).backlog) waiting.set(nameOf(entry), entry)
  }
  return waiting
}

/** In which states the journal may have a file of whose request this is asked. */
function statesOf(state: RequestState | null): readonly FileState[] | null {
  if (state === null) return null
  const ended = endedStates.find((one) => one === state)
  return ended === undefined ? fileStates.filter((one) => !endedStates.some((other) => other === one)) : [ended]
}

type Waiting = TenantStatus['backlog'][number]

function nameOf({ tenant, fileName, sha256 }: Pick<Waiting, 'tenant' | 'fileName' | 'sha256'>): string {
  return `${sha256} ${fileName} ${tenant}`
}

function waitingLine(open: Waiting, entry: RequestEntry | null, deadlineOf: DaysLater): RequestLine {
  const { tenant, fileName, action, state, since, run, attempt, dueAt, reason, daysLeft } = open
  const about = { tenant, fileName, action, state, receivedAt: since, run, attempt, dueAt, reason, daysLeft }
  return { ...about, deadline: deadlineOf(since), finishedAt: entry?.finishedAt ?? null }
}

/** Null for what has come to wait only since the backlog was read: it is told the next time. */
function endedLine(entry: RequestEntry, deadlineOf: DaysLater): RequestLine | null {
  const { tenant, name: fileName, action, runId: run, reason, receivedAt: asked, firstSeen } = entry
  const state = endedStates.find((one) => one === entry.state)
  if (state === undefined) return null
  const receivedAt = asked !== null && asked < firstSeen ? asked : firstSeen
  const { attempt, finishedAt } = entry
  const ended = { deadline: deadlineOf(receivedAt), daysLeft: null, run, attempt, finishedAt, dueAt: null, reason }
  return { tenant, fileName, action, state, receivedAt, ...ended }
}

type DaysLater = (iso: string) => string

/** The time of day stays: of a hundred thousand requests only the days are reckoned, each once. */
function daysLater(days: number): DaysLater {
  const reckoned = new Map<string, string>()
  return (iso) => {
    const day = iso.slice(0, 10)
    const known = reckoned.get(day) ?? new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
    reckoned.set(day, known)
    return known + iso.slice(10)
  }
}

/** Times in UTC, all written alike, are in the order of their texts. */
function isAskedBy({ action, state, from, to, dueBy }: RequestQuestion): (line: RequestLine) => boolean {
  const [first, end] = [isoOf(from), isoOf(to + 1)]
  const due = dueBy === null ? null : isoOf(dueBy + 1)
  return (line) => {
    if (line.receivedAt < first || line.receivedAt >= end) return false
    if (action !== null && line.action !== action) return false
    if (state !== null && line.state !== state) return false
    return due === null || (line.daysLeft !== null && line.deadline < due)
  }
}

/** The year 9999 is the last that has a place in the order. */
function isoOf(seconds: number): string {
  return new Date(Math.min(seconds, 253_402_300_799) * 1000).toISOString()
}

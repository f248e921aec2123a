/** Finds complete request files in a tenant's folder and has them judged: intake and validation in one row. */

import { join } from 'node:path'

import type { Action, Request } from '../domain/request.ts'
import { sha256 } from '../platform/crypto/hash.ts'
import { readFileOnce } from '../platform/files/request-file.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { Snapshot } from '../stages/intake/completeness.ts'
import { isToday } from '../stages/intake/file-name.ts'
import { inputFolderOf, listRequests, type Candidate, type RefusedEntry } from '../stages/intake/listing.ts'
import type { IntakeLimits, SubmittedBytes } from '../stages/intake/settle.ts'
import type { RequestLimits } from '../stages/validation/limits.ts'
import { validateRequest, type SubmittedFile } from '../stages/validation/validate-request.ts'
import type { Arrival, Arrivals, AskJournal, Judgement } from './corridor.ts'
import type { FileIdentity } from './journal/entries.ts'
import type { TenantSettings } from './settings/settings.ts'
import { Sightings } from './sightings.ts'

export interface ArrivalOptions {
  readonly tenant: Pick<TenantSettings, 'directory' | 'layout' | 'pickup' | 'timeZone' | 'country'>
  readonly limits: IntakeLimits
  readonly requestLimits?: RequestLimits
  readonly clock: Clock
  /** Waits for uploads to settle before it says what is there: for a pass that is not followed by another. */
  readonly wait: boolean
  /** Whether `hint` is told of every entry that changes, as far as the system tells. */
  readonly isHinted?: boolean
  /** Only files of these names; null for all. */
  readonly only: readonly string[] | null
}

/** Remembers from look to look what it saw, so that a file that is known and untouched is not read again. */
export function watchArrivals(options: ArrivalOptions): Arrivals {
  const sightings = new Sightings(options.clock, options.limits)
  async function* take(action: Action, ask: AskJournal, signal: AbortSignal): AsyncIterable<Arrival> {
    const { candidates, refused, listed } = await listDue(options, sightings, action)
    const round = { sightings, action, options, ask, signal }
    const unknown = await withoutKnown(round, candidates)
    sightings.begin(action, listed)
    for (const entry of refused) {
      if ((await ask(...nameOf(entry))) === 'new') yield refusedArrival(entry)
    }
    const pending = options.wait ? await settle(round, unknown) : unknown
    for (const candidate of pending) {
      signal.throwIfAborted()
      const result = await sightings.look(candidate, action)
      if (result.kind === 'refused' && (await ask(...nameOf(result.entry))) === 'new')
        yield refusedArrival(result.entry)
      if (result.kind !== 'complete' && result.kind !== 'broken') continue
      if ((await ask(candidate.fileName, result.file.sha256)) === 'new') yield arrivalOf(result.file, options)
    }
  }
  return {
    take,
    judged: new Set(),
    lookAgainAt: () => sightings.lookAgainAt(),
    hint: (fileName) => {
      sightings.doubt(fileName)
    },
    looksAtAll: options.only === null,
    reread: (file, action, fileNumber) => reread(options, file, { action, fileNumber }),
  }
}

/** One round over the files of an action. */
interface Round {
  readonly sightings: Sightings
  readonly action: Action
  readonly options: ArrivalOptions
  readonly ask: AskJournal
  readonly signal: AbortSignal
}

async function reread(
  { tenant, limits }: ArrivalOptions,
  { name: fileName, sha256: hash }: FileIdentity,
  part: { readonly action: Action; readonly fileNumber: number },
): Promise<Request | null> {
  const path = join(inputFolderOf(tenant.directory, tenant.layout), fileName)
  const reading = await readFileOnce(path, limits.maxRequestBytes)
  // Without its folder a file is not lost: there is nothing to be said about it until that is back.
  if (reading.kind === 'gone') await listRequests(tenant, limits.maxRequestBytes)
  if (reading.kind !== 'read' || sha256(reading.bytes) !== hash) return null
  const submitted = { fileName, bytes: reading.bytes, sha256: hash, country: tenant.country }
  const result = validateRequest({ ...submitted, ...part })
  return result.ok ? result.request : null
}

async function listDue(options: ArrivalOptions, sightings: Sightings, action: Action) {
  const { tenant, limits, only, clock } = options
  const isKnown = options.isHinted === true ? sightings.trusted() : () => false
  const listing = await listRequests(tenant, limits.maxRequestBytes, isKnown).catch((error: unknown) => {
    // What there were hints of was not looked at.
    sightings.doubt(null)
    throw error
  })
  sightings.compare(listing.candidates)
  const isWanted = (fileName: string): boolean => only === null || only.includes(fileName)
  const isDue = ({ name, fileName }: Candidate): boolean => {
    if (!isWanted(fileName)) return false
    if (!name.ok) return action === 'export'
    if (tenant.pickup === 'today' && !isToday(name.name.date, tenant.timeZone, clock.now())) return false
    return name.name.action === action
  }
  return {
    listed: new Set([...listing.known, ...listing.candidates.map(({ fileName }) => fileName)]),
    candidates: listing.candidates.filter(isDue),
    refused: action === 'export' ? listing.refused.filter(({ fileName }) => isWanted(fileName)) : [],
  }
}

/** What is known and stands as it did when its content was read is not worth reading again. */
async function withoutKnown(round: Round, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const unknown: Candidate[] = []
  for (const candidate of candidates) {
    round.signal.throwIfAborted()
    if (!(await isKnown(round, candidate))) unknown.push(candidate)
  }
  return unknown
}

async function isKnown({ sightings, ask }: Round, candidate: Candidate): Promise<boolean> {
  const hash = sightings.untouched(candidate)
  if (hash === null) return false
  if (sightings.isAnswered(candidate, hash)) return true
  const knowledge = await ask(candidate.fileName, hash)
  if (knowledge === 'answered') sightings.noteAnswered(candidate, hash)
  return knowledge !== 'new'
}

/** Looks once, waits as long as an upload must rest, and returns what is worth a second look. */
async function settle(round: Round, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const { options, signal } = round
  const pending: Candidate[] = []
  let mustWait = false
  for (const candidate of candidates) {
    signal.throwIfAborted()
    const result = await round.sightings.look(candidate, round.action)
    const known = result.kind === 'gone' ? null : markOf(result.observation.snapshot)
    if (known !== null && (await round.ask(candidate.fileName, known)) !== 'new') continue
    if (result.kind === 'waiting') mustWait = true
    pending.push(candidate)
  }
  // A timer may ring a moment early by the clock.
  if (mustWait) await options.clock.sleep(options.limits.settleMs + 10, signal)
  return pending
}

/** By what the journal knows it. */
function markOf(snapshot: Snapshot): string | null {
  if (snapshot.kind === 'refused') return snapshot.fingerprint
  return snapshot.kind === 'read' ? snapshot.sha256 : null
}

function arrivalOf({ candidate, bytes, sha256: hash }: SubmittedBytes, options: ArrivalOptions): Arrival {
  const { name, fileName } = candidate
  const action = name.ok ? name.name.action : null
  const named: Pick<SubmittedFile, 'action' | 'nameProblem'> = name.ok
    ? { action }
    : { action, nameProblem: name.problem }
  const { tenant, requestLimits } = options
  const limits = requestLimits === undefined ? {} : { limits: requestLimits }
  const submitted = { fileName, bytes, sha256: hash, country: tenant.country, ...limits, ...named }
  return {
    file: { name: fileName, sha256: hash, size: bytes.length },
    action,
    judge: (fileNumber): Judgement => {
      const result = validateRequest({ ...submitted, fileNumber })
      if (result.ok) return { kind: 'accepted', request: result.request }
      return { kind: 'rejected', problems: result.problems, text: result.text, answerable: true }
    },
  }
}

function refusedArrival(entry: RefusedEntry): Arrival {
  const [name, hash] = nameOf(entry)
  const { answerable, problem } = entry
  return {
    file: { name, sha256: hash, size: 0 },
    action: null,
    judge: () => ({ kind: 'rejected', problems: [problem], text: null, answerable }),
  }
}

/** A name that cannot be repeated is told apart by a digest of it. */
function nameOf(entry: RefusedEntry): [name: string, sha256: string] {
  if (entry.answerable) return [entry.fileName, entry.fingerprint]
  return ['(a name that cannot be answered)', sha256(`${entry.fingerprint}\n${entry.fileName}`)]
}

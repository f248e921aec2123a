/** Finds complete request files in a tenant's folder and has them judged: intake and validation in one row. */

import { join } from 'node:path'

import type { Action, Request } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Snapshot } from '../../stages/intake/completeness.ts'
import { inputFolderOf, listRequests, type Candidate, type RefusedEntry } from '../../stages/intake/listing.ts'
import type { IntakeLimits } from '../../stages/intake/settle.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import { validateRequest } from '../../stages/validation/validate-request.ts'
import { arrivalIn, refusedArrival } from './arrival.ts'
import type { Arrival, Arrivals, AskJournal } from '../context.ts'
import { DueFiles, type DueRules } from './due.ts'
import { exportsBeside } from './exports-beside.ts'
import type { FileIdentity } from '../../records/journal/entries.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { SeenFiles } from '../../stages/intake/seen-files.ts'

export interface ArrivalOptions {
  readonly tenant: Pick<TenantSettings, 'directory' | 'layout' | 'pickup' | 'timeZone' | 'country' | 'accounts'>
  readonly limits: IntakeLimits
  readonly requestLimits?: RequestLimits
  readonly clock: Clock
  readonly waiting: DueRules['waiting']
  /** Waits for uploads to settle before it says what is there: for a pass that is not followed by another. */
  readonly wait: boolean
  /** Whether `hint` is told of every entry that changes, as far as the system tells. */
  readonly isHinted?: boolean
  /** Only files of these names; null for all. */
  readonly only: readonly string[] | null
  /** Whether names that nearly are a request's are answered like those that wrongly are one. */
  readonly answerNearMisses?: boolean
}

/** Remembers from look to look what it saw, so that a file that is known and untouched is not read again. */
export function watchArrivals(options: ArrivalOptions): Arrivals {
  const seenFiles = new SeenFiles(options.clock, options.limits)
  const dueFiles = new DueFiles(options)
  let latest: readonly RefusedEntry[] = []
  const { country, accounts } = options.tenant
  const rules = { country, accounts, limits: options.requestLimits }
  async function* take(action: Action, ask: AskJournal, signal: AbortSignal): AsyncIterable<Arrival> {
    const { candidates, refused, listed, nearMisses } = await listWanted(options, seenFiles, action)
    latest = nearMisses
    const due = await dueFiles.begin(candidates)
    const round = { seenFiles, action, options, ask, signal }
    const unknown = await withoutKnown(round, due.candidates)
    seenFiles.begin(action, listed)
    for (const arrival of refused.map(refusedArrival)) if (await isNew(arrival, ask)) yield arrival
    const pending = options.wait ? await settle(round, unknown) : unknown
    for (const candidate of pending) {
      signal.throwIfAborted()
      const look = await seenFiles.look(candidate, action)
      due.noteLook(candidate.fileName, look.kind)
      const arrival = arrivalIn(look, rules)
      if (arrival === null || !due.isDue(candidate.fileName, arrival.file.sha256)) continue
      if (await isNew(arrival, ask)) yield arrival
    }
  }
  return {
    take,
    exportsBeside: (ask, signal) => exportsBeside(options, ask, signal),
    judged: new Set(),
    lookAgainAt: () => seenFiles.lookAgainAt(),
    hint: (fileName) => {
      seenFiles.doubt(fileName)
    },
    looksAtAll: options.only === null,
    nearMisses: () => latest,
    reread: (file, action, fileNumber) => reread(options, file, { action, fileNumber }),
  }
}

async function isNew({ file }: Arrival, ask: AskJournal): Promise<boolean> {
  return (await ask(file.name, file.sha256)) === 'new'
}

/** One round over the files of an action. */
interface Round {
  readonly seenFiles: SeenFiles
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
  const { country, accounts } = tenant
  const submitted = { fileName, bytes: reading.bytes, sha256: hash, country, accounts }
  const result = validateRequest({ ...submitted, ...part })
  return result.ok ? result.request : null
}

async function listWanted(options: ArrivalOptions, seenFiles: SeenFiles, action: Action) {
  const { tenant, limits, only } = options
  const isKnown = options.isHinted === true ? seenFiles.trusted() : () => false
  const listing = await listRequests(tenant, limits.maxRequestBytes, isKnown).catch((error: unknown) => {
    // What there were hints of was not looked at.
    seenFiles.doubt(null)
    throw error
  })
  seenFiles.compare(listing.candidates)
  const isWanted = ({ fileName }: { readonly fileName: string }): boolean => only === null || only.includes(fileName)
  // What has no action in its name comes with the exports.
  const ofAction = ({ name }: Candidate): boolean => action === (name.ok ? name.name.action : 'export')
  const nearMisses = listing.nearMisses.filter(isWanted)
  const refused = [...listing.refused.filter(isWanted), ...(options.answerNearMisses === true ? nearMisses : [])]
  return {
    listed: new Set([...listing.known, ...listing.candidates.map(({ fileName }) => fileName)]),
    candidates: listing.candidates.filter((one) => isWanted(one) && ofAction(one)),
    refused: action === 'export' ? refused : [],
    nearMisses,
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

async function isKnown({ seenFiles, ask }: Round, candidate: Candidate): Promise<boolean> {
  const hash = seenFiles.untouched(candidate)
  if (hash === null) return false
  if (seenFiles.isAnswered(candidate, hash)) return true
  const knowledge = await ask(candidate.fileName, hash)
  if (knowledge === 'answered') seenFiles.noteAnswered(candidate, hash)
  return knowledge !== 'new'
}

/** Looks once, waits as long as an upload must rest, and returns what is worth a second look. */
async function settle(round: Round, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const { options, signal } = round
  const pending: Candidate[] = []
  let mustWait = false
  for (const candidate of candidates) {
    signal.throwIfAborted()
    const result = await round.seenFiles.look(candidate, round.action)
    const known = result.kind === 'gone' ? null : markOf(result.observation.snapshot)
    if (known !== null && (await round.ask(candidate.fileName, known)) !== 'new') continue
    if (result.kind === 'waiting') mustWait = true
    pending.push(candidate)
  }
  // A timer may ring a little early by the clock.
  if (mustWait) await options.clock.sleep(options.limits.settleMs + 10, signal)
  return pending
}

/** By what the journal knows it. */
function markOf(snapshot: Snapshot): string | null {
  if (snapshot.kind === 'refused') return snapshot.fingerprint
  return snapshot.kind === 'read' ? snapshot.sha256 : null
}

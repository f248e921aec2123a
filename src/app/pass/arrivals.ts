/** Finds complete request files in a tenant's folder and has them judged: intake and validation in one row. */

import type { Action } from '../../domain/request.ts'
import type { Folder } from '../../platform/files/folder.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { untoldWaits, type Waits } from '../../platform/time/waits.ts'
import type { Snapshot } from '../../stages/intake/completeness.ts'
import { openInput } from '../../stages/intake/input-folder.ts'
import { listRequests, type Candidate, type RefusedEntry } from '../../stages/intake/listing.ts'
import type { IntakeLimits } from '../../stages/intake/settle.ts'
import type { Documents } from '../../stages/validation/documents.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import { arrivalIn, refusedArrival } from './arrival.ts'
import type { Arrival, Arrivals, AskJournal } from '../context.ts'
import { DueFiles, type DueRules } from './due-files.ts'
import { exportsBeside } from './exports-beside.ts'
import { filesAgain } from './files-again.ts'
import { keyOf } from './known-files.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { SeenFiles } from '../../stages/intake/seen-files.ts'

export interface ArrivalOptions {
  readonly tenant: Pick<
    TenantSettings,
    'directory' | 'layout' | 'pickup' | 'timeZone' | 'country' | 'dialingPrefixes' | 'accounts'
  >
  readonly limits: Omit<IntakeLimits, 'isJson'>
  readonly requestLimits?: RequestLimits
  readonly documents: Documents
  readonly clock: Clock
  readonly waits?: Waits | undefined
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
  const seenFiles = new SeenFiles(options.clock, { ...options.limits, isJson: options.documents.isJson })
  const dueFiles = new DueFiles(options)
  let latest: readonly RefusedEntry[] = []
  async function* take(action: Action, ask: AskJournal, signal: AbortSignal): AsyncIterable<Arrival> {
    const folder = await openInput(options.tenant).catch(doubting(seenFiles))
    try {
      const round = { seenFiles, dueFiles, action, options, ask, signal }
      const listing = await listWanted(folder, round)
      latest = listing.nearMisses
      yield* takeFrom(listing, round)
    } finally {
      await folder.close()
    }
  }
  return {
    take,
    exportsBeside: (ask, signal) => exportsBeside(options, ask, signal),
    ...judgements(),
    lookAgainAt: () => seenFiles.lookAgainAt(),
    hint: (fileName) => {
      seenFiles.doubt(fileName)
    },
    looksAtAll: options.only === null,
    nearMisses: () => latest,
    ...filesAgain(options),
  }
}

function judgements(): Pick<Arrivals, 'isJudged' | 'judgedNames' | 'noteJudged' | 'forgetJudged'> {
  const judged = new Map<string, string>()
  return {
    isJudged: (file) => judged.has(keyOf(file)),
    judgedNames: () => [...judged.values()],
    noteJudged: (file) => judged.set(keyOf(file), file.name),
    forgetJudged: (file) => judged.delete(keyOf(file)),
  }
}

/** What a round finds in the folder. */
interface WantedFiles {
  readonly listed: ReadonlySet<string>
  readonly candidates: readonly Candidate[]
  readonly refused: readonly RefusedEntry[]
  readonly nearMisses: readonly RefusedEntry[]
}

async function* takeFrom({ candidates, refused, listed }: WantedFiles, round: Round): AsyncIterable<Arrival> {
  const { seenFiles, dueFiles, action, options, ask, signal } = round
  const { country, dialingPrefixes, accounts } = options.tenant
  const rules = { country, dialingPrefixes, accounts, limits: options.requestLimits, documents: options.documents }
  const due = await dueFiles.begin(candidates)
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

async function isNew({ file }: Arrival, ask: AskJournal): Promise<boolean> {
  return (await ask(file.name, file.sha256)) === 'new'
}

/** One round over the files of an action. */
interface Round {
  readonly seenFiles: SeenFiles
  readonly dueFiles: DueFiles
  readonly action: Action
  readonly options: ArrivalOptions
  readonly ask: AskJournal
  readonly signal: AbortSignal
}

/** What there were hints of was not looked at. */
function doubting(seenFiles: SeenFiles): (error: unknown) => never {
  return (error) => {
    seenFiles.doubt(null)
    throw error
  }
}

async function listWanted(folder: Folder, { seenFiles, action, options }: Round): Promise<WantedFiles> {
  const { limits, only, isHinted, answerNearMisses } = options
  const isKnown = isHinted === true ? seenFiles.trusted() : () => false
  const listing = await listRequests(folder, limits.maxRequestBytes, isKnown).catch(doubting(seenFiles))
  seenFiles.compare(listing.candidates)
  const isWanted = ({ fileName }: { readonly fileName: string }): boolean => only === null || only.includes(fileName)
  // What has no action in its name comes with the exports.
  const ofAction = ({ name }: Candidate): boolean => action === (name.ok ? name.name.action : 'export')
  const nearMisses = listing.nearMisses.filter(isWanted)
  const refused = [...listing.refused.filter(isWanted), ...(answerNearMisses === true ? nearMisses : [])]
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
  const { waits = untoldWaits, clock, limits } = options
  if (mustWait) await waits.during('uploads to come to rest', () => clock.sleep(limits.settleMs + 10, signal))
  return pending
}

/** By what the journal knows it. */
function markOf(snapshot: Snapshot): string | null {
  if (snapshot.kind === 'refused') return snapshot.fingerprint
  return snapshot.kind === 'read' ? snapshot.sha256 : null
}

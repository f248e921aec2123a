/** A forget hands numbers to forget-me. An export has export-me look, which tells later, and takes the files it has left. */

import { notYet, type Evaluation, type Owner } from '../../../domain/finding.ts'
import type { RunContext, Subjects } from '../../../domain/product.ts'
import { needlesOf, type Needles } from '../../../platform/match/needles.ts'
import { toldOf, type NumberTold } from './dialogue.ts'
import { numberOf, type AskedNumber } from './numbers.ts'
import { findRecordings } from './recordings.ts'
import { openRequests, type Requests } from './requests.ts'
import { recordingsTarget, voicemail, type TaskSite } from './site.ts'

export async function* findVoicemail(site: TaskSite, subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
  run.signal.throwIfAborted()
  const needles = needlesOf(subjects)
  const numbers = needles.of(['phone']).map((needle) => numberOf(needle, site.settings))
  if (numbers.length === 0) return
  const requests = await openRequests(site)
  const told = await toldOf(site, requests, numbers, run)
  const search = { site, numbers, needles, told, run }
  if (run.action === 'forget') yield* toForget(search)
  else yield* toExport(run.isTrial === true ? search : await askedIn(search, requests))
}

/** Asks about each number of which nothing was asked, and again where that failed. */
async function askedIn(search: VoicemailSearch, requests: Requests): Promise<VoicemailSearch> {
  const { site, numbers, told, run } = search
  const isNew = ({ normal }: AskedNumber): boolean => (told.get(normal)?.result ?? null) === null
  for (const number of numbers) {
    run.signal.throwIfAborted()
    const { result, receipt } = told.get(number.normal) ?? {}
    if (receipt === undefined || !(isNew(number) || result?.kind === 'failed')) continue
    if ((await requests.askedAt(receipt)) === null) await requests.ask(receipt, 'export', number.forms)
  }
  const since = await toldOf(site, requests, numbers.filter(isNew), run)
  return { ...search, told: new Map([...told, ...since]) }
}

interface VoicemailSearch {
  readonly site: TaskSite
  readonly numbers: readonly AskedNumber[]
  readonly needles: Needles
  readonly told: ReadonlyMap<string, NumberTold>
  readonly run: RunContext
}

/** Whether there is a message only the task knows: each number is handed to it, and of what it has told nothing is left. */
async function* toForget(search: VoicemailSearch): AsyncIterable<Evaluation> {
  const { numbers, told } = search
  for (const { normal, owners } of numbers) {
    const kind = told.get(normal)?.result?.kind
    const isOver = kind === 'done' || kind === 'absent'
    for (const owner of owners) {
      yield isOver
        ? { owner, target: voicemail, locator: null, content: null }
        : { owner, target: voicemail, locator: normal, content: owner.consumerId }
    }
  }
  yield* recordingsOf(search, new Set(numbers.flatMap(({ owners }) => owners)))
}

async function* toExport(search: VoicemailSearch): AsyncIterable<Evaluation> {
  const { numbers, told, site } = search
  const over = new Set<Owner>()
  const exported = new Set<Owner>()
  for (const { normal, owners } of numbers) {
    const { result = null } = told.get(normal) ?? {}
    const unevaluated = reasonOf(result)
    for (const owner of owners) {
      if (unevaluated === null) over.add(owner)
      else yield { owner, target: recordingsTarget(site.settings), unevaluated }
      if (result?.kind === 'done') exported.add(owner)
    }
  }
  yield* recordingsOf(search, over, exported)
}

/** Null where the task has told all there is. */
function reasonOf(result: NumberTold['result']): string | null {
  switch (result?.kind) {
    case 'done':
    case 'absent':
      return null
    case undefined:
    case 'waiting':
      return notYet('export-me was asked for the voicemail of the number, and has not told of it yet')
    case 'failed':
      return 'the log of export-me says that it failed; it is asked five times in all: look into the log'
    case 'unclear':
      return result.reason
    default:
      return result satisfies never
  }
}

/** Of whom something was exported there has to be a file. */
async function* recordingsOf(
  { site, needles, run }: VoicemailSearch,
  wanted: ReadonlySet<Owner>,
  exported: ReadonlySet<Owner> = new Set(),
): AsyncIterable<Evaluation> {
  const found = new Set<Owner>()
  yield* findRecordings(site.settings, {
    needles,
    isWanted: (owner) => wanted.has(owner),
    signal: run.signal,
    note: (owner) => found.add(owner),
  })
  const target = recordingsTarget(site.settings)
  for (const owner of wanted) {
    if (found.has(owner)) continue
    yield exported.has(owner)
      ? { owner, target, unevaluated: nowhere }
      : { owner, target, locator: null, content: null }
  }
}

const nowhere =
  'the log of export-me says that voicemail was exported, and no file in `folder.recordings` bears the number; correct the folder or `folder.recordingName`'

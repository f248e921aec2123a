/** Hands what was recorded to forget-me, and goes on with it until its log tells how it ended. */

import { absent, failed, type Effect, type Fate, type Foreseen, type Progress } from '../../../domain/effect.ts'
import type { StartedEffect } from '../../../domain/effect.ts'
import type { FoundValue, RecordedFinding } from '../../../domain/finding.ts'
import { erased } from '../../../domain/effect.ts'
import type { RunContext } from '../../../domain/product.ts'
import { removeFiles } from '../../../platform/files/tree/recorded.ts'
import { toldOf } from './dialogue.ts'
import { readResults } from './log/read-results.ts'
import type { AskedFor, TaskResult } from './log/results.ts'
import { numberOfOwner, type AskedNumber } from './numbers.ts'
import { openRequests } from './requests.ts'
import { isVoicemail, recordingsRoot, type TaskSite } from './site.ts'

/** Nothing is asked for yet: what is begun has to be lasting first. */
export async function* eraseVoicemail(
  site: TaskSite,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): AsyncIterable<Effect> {
  const toHandOver: RecordedFinding[] = []
  const files: RecordedFinding[] = []
  for await (const finding of findings) (isVoicemail(finding.target) ? toHandOver : files).push(finding)
  const numbers = numbersOf(site, toHandOver)
  const told = await toldOf(site, await openRequests(site), [...numbers.values()], run)
  for (const { owner, target, locator } of toHandOver) {
    run.signal.throwIfAborted()
    const receipt = told.get(locator)?.receipt
    const fate: Fate = receipt === undefined ? failed(noNumber) : { kind: 'started', receipt, pollAfter: null }
    yield { owner, target, fate, findings: 1, ...(receipt === undefined ? {} : { locators: [locator] }) }
  }
  yield* removeFiles(files, recordingsRoot(site.settings), run)
}

/** By locator, which is the number in its normal form. */
export function numbersOf(
  { tenant, settings }: TaskSite,
  findings: readonly RecordedFinding[],
): ReadonlyMap<string, AskedNumber> {
  const numbers = new Map<string, AskedNumber>()
  for (const { owner, locator } of findings) {
    const number = numberOfOwner(owner, tenant, settings)
    if (number?.normal === locator) numbers.set(locator, number)
  }
  return numbers
}

export async function* pollTask(
  site: TaskSite,
  started: readonly StartedEffect[],
  run: RunContext,
): AsyncIterable<Progress> {
  const requests = await openRequests(site)
  const asked = new Map<string, AskedFor>()
  for (const { owner, fate } of started) {
    run.signal.throwIfAborted()
    const number = numberOfOwner(owner, site.tenant, site.settings)
    if (number === null) yield { receipt: fate.receipt, fate: failed(noNumber) }
    if (number === null || asked.has(fate.receipt)) continue
    const at = await requests.askedAt(fate.receipt)
    if (at === null) await requests.ask(fate.receipt, 'forget', number.forms)
    asked.set(fate.receipt, { at: at ?? site.clock.now(), forms: number.forms })
  }
  const results = await readResults(site, 'forget', asked, run.signal)
  for (const [receipt, result] of results) {
    const fate = fateOf(result, site.ttlDays)
    if (fate !== null) yield { receipt, fate }
  }
}

/** Null while it goes on. */
function fateOf(result: TaskResult, ttlDays: number): Fate | null {
  switch (result.kind) {
    case 'waiting':
      return null
    case 'done':
      return { kind: 'expires', at: new Date(result.at.getTime() + ttlDays * 86_400_000).toISOString() }
    case 'absent':
      return absent
    case 'failed':
      return failed(
        'the log of forget-me says that it failed; it is asked five times in all, once in a pass: look into the log',
      )
    case 'unclear':
      return failed(result.reason)
    default:
      return result satisfies never
  }
}

export async function* foreseeVoicemail(
  { ttlDays }: TaskSite,
  findings: AsyncIterable<FoundValue>,
): AsyncIterable<Foreseen> {
  for await (const { owner, target } of findings) {
    if (!isVoicemail(target)) {
      yield { owner, target, fate: erased, findings: 1, how: 'removed as a file' }
      continue
    }
    const fate = { kind: 'started', receipt: '', pollAfter: null } as const
    yield { owner, target, fate, findings: 1, how: `handed to forget-me: what there is goes within ${ttlDays} days` }
  }
}

const noNumber = 'the number was recorded under other rules of the tenant, and cannot be read any more; restore them'

/** Goes on with what the task was asked to forget: until it says that it did, and nothing is seen any more. */

import {
  erased,
  failed,
  ownerName,
  started,
  type Fate,
  type Progress,
  type StartedEffect,
} from '../../domain/effect.ts'
import type { Owner } from '../../domain/finding.ts'
import type { RunContext } from '../../domain/product.ts'
import { partsOfReceipt } from './erase.ts'
import { knownOf, type KnownPerson } from './find.ts'
import { reasons } from './reasons.ts'
import { overnightUntil, type AutomationSite } from './site.ts'
import type { AutomationTask } from './task.ts'
import type { Caller } from './callers.ts'

export interface Polling {
  readonly site: AutomationSite
  readonly task: AutomationTask
  /** Null for whom nobody can ask for any more. */
  readonly personOf: (owner: Owner) => Caller | null
  /** Whether something of it can be seen in the views; null without them. */
  readonly isSeen: ((effect: StartedEffect) => Promise<boolean>) | null
  readonly run: RunContext
}

/** While the overnight job runs nothing is dropped, and nothing that is told counts. */
export async function* pollTask(polling: Polling, effects: readonly StartedEffect[]): AsyncIterable<Progress> {
  const { site, task, run } = polling
  if (overnightUntil(site) !== null) return
  await task.drop(effects.map(({ fate }) => partsOfReceipt(fate.receipt).name))
  const succeeded: Succeeded[] = []
  for (const [receipt, some] of groupsOf(effects)) {
    run.signal.throwIfAborted()
    const reason = await waitsFor(task, receipt)
    if (reason === null) succeeded.push({ receipt, effects: some })
    else yield { receipt, fate: started(receipt, reason) }
  }
  yield* polling.isSeen === null ? byExport(polling, succeeded) : byViews(polling.isSeen, succeeded)
}

/** The task says that it did. */
interface Succeeded {
  readonly receipt: string
  readonly effects: readonly StartedEffect[]
}

function groupsOf(effects: readonly StartedEffect[]): ReadonlyMap<string, readonly StartedEffect[]> {
  const groups = new Map<string, StartedEffect[]>()
  for (const effect of effects) groups.set(effect.fate.receipt, [...(groups.get(effect.fate.receipt) ?? []), effect])
  return groups
}

/** Null where it waits for nothing more. */
async function waitsFor(task: AutomationTask, receipt: string): Promise<string | null> {
  const { name } = partsOfReceipt(receipt)
  const request = task.requests.find((one) => one.name === name)
  const known = request ?? { name, purpose: 'forget', people: [], renewedAfter: null }
  const outcome = await task.outcomeOf(known)
  return outcome.kind === 'waiting' ? outcome.reason : null
}

async function* byViews(
  isSeen: (effect: StartedEffect) => Promise<boolean>,
  succeeded: readonly Succeeded[],
): AsyncIterable<Progress> {
  for (const { receipt, effects } of succeeded) {
    let isLeft = false
    for (const effect of effects) isLeft ||= await isSeen(effect)
    yield { receipt, fate: isLeft ? failed(reasons.left) : erased }
  }
}

/** The task is asked what is left, by an export after the forget. */
async function* byExport(
  { site, task, personOf, run }: Polling,
  succeeded: readonly Succeeded[],
): AsyncIterable<Progress> {
  const people = new Map(succeeded.map(({ receipt, effects }) => [receipt, personIn(effects, personOf)]))
  const asking = [...people.values()].flatMap((person) => (person === null || isVerified(task, person) ? [] : [person]))
  await task.drop(await task.prepare([...new Set(asking)], 'verify', run))
  const known = await knownOf(site, task, [...new Set([...people.values()].flatMap((person) => person ?? []))], run)
  for (const [receipt, person] of people) {
    const about = person === null ? undefined : known.get(person)
    if (about === undefined) yield { receipt, fate: failed(reasons.requestGone) }
    else yield { receipt, fate: fateOf(receipt, about) }
  }
}

function personIn(effects: readonly StartedEffect[], personOf: Polling['personOf']): Caller | null {
  const [first] = new Map(effects.map(({ owner }) => [ownerName(owner), owner])).values()
  return first === undefined ? null : personOf(first)
}

/** Whether an export was asked for after the latest forget. */
function isVerified(task: AutomationTask, { print }: Caller): boolean {
  return task.latest(print, 'forget', 'verify')?.purpose === 'verify'
}

function fateOf(receipt: string, { items, waits, problem }: KnownPerson): Fate {
  if (problem !== null) return started(receipt, problem)
  if (waits !== null) return started(receipt, waits === reasons.asked ? reasons.verifying : waits)
  return items !== null && items.length > 0 ? failed(reasons.left) : erased
}

/** What the task exports of people, as their findings; whom it was not asked for is asked for now. */

import { notYet, type Evaluation, type Owner } from '../../domain/finding.ts'
import type { RunContext } from '../../domain/product.ts'
import type { AnsweredItem } from './answer.ts'
import type { AskedRequest } from './asked.ts'
import { reasons } from './reasons.ts'
import { defaults } from './settings.ts'
import { answeredFields, coversDay, dayOf, targetOf, type AutomationSite } from './site.ts'
import type { AutomationTask, SearchOutcome } from './task.ts'
import type { Caller } from './callers.ts'

/** What is known of one person. `asks`: the task has to be asked; `waits`: why it is not all, or not known at all. */
export interface KnownPerson {
  readonly items: readonly AnsweredItem[] | null
  readonly asks: boolean
  readonly waits: string | null
  readonly problem: string | null
}

export async function* findByTask(
  site: AutomationSite,
  task: AutomationTask,
  people: readonly Caller[],
  run: RunContext,
): AsyncIterable<Evaluation> {
  const known = await knownOf(site, task, people, run)
  const asking = people.filter((one) => known.get(one)?.asks === true)
  await task.drop(await task.prepare(asking, 'search', run))
  for (const [person, about] of known) {
    run.signal.throwIfAborted()
    for (const owner of person.owners) yield* evaluationsOf(owner, about)
  }
}

/** `waiting`: why nothing can be told of anybody now. */
export function* allLater(people: readonly Caller[], waiting: string): Iterable<Evaluation> {
  for (const owner of people.flatMap(({ owners }) => owners)) yield later(owner, waiting)
}

function later(owner: Owner, reason: string): Evaluation {
  return { owner, target: targetOf(answeredFields[0]), unevaluated: notYet(reason) }
}

function* evaluationsOf(owner: Owner, { items, waits, problem }: KnownPerson): Iterable<Evaluation> {
  if (items !== null) {
    for (const { field, place, text } of items) {
      yield { owner, target: targetOf(field), locator: String(place), content: text }
    }
    const found = new Set(items.map(({ field }) => field))
    for (const field of answeredFields) {
      if (!found.has(field)) yield { owner, target: targetOf(field), locator: null, content: null }
    }
  }
  if (problem !== null) yield { owner, target: targetOf(answeredFields[0]), unevaluated: problem }
  if (waits !== null) yield later(owner, waits)
}

/** Each answer is read once for all. */
export async function knownOf(
  site: AutomationSite,
  task: AutomationTask,
  people: readonly Caller[],
  run: Pick<RunContext, 'startedAt'>,
): Promise<ReadonlyMap<Caller, KnownPerson>> {
  // What was cut off before it was dropped.
  await task.drop(task.requests.filter(({ purpose }) => purpose !== 'forget').map(({ name }) => name))
  const outcomes = new Map<AskedRequest, SearchOutcome>()
  const known = new Map<Caller, KnownPerson>()
  for (const person of people) {
    const asked = task.requests.filter((one) => one.purpose !== 'forget' && one.people.includes(person.print))
    for (const request of asked) {
      const named = people.filter(({ print }) => request.people.includes(print))
      outcomes.set(request, outcomes.get(request) ?? (await task.answerOf(request, named)))
    }
    known.set(person, knownOfOne(site, run, { person, outcomes: asked.flatMap((one) => outcomes.get(one) ?? []) }))
  }
  return known
}

interface AskedPerson {
  readonly person: Caller
  /** In the order in which they were asked. */
  readonly outcomes: readonly SearchOutcome[]
}

function knownOfOne(
  site: AutomationSite,
  run: Pick<RunContext, 'startedAt'>,
  { person, outcomes }: AskedPerson,
): KnownPerson {
  const newest = outcomes.at(-1)
  const answered = outcomes.findLast((one) => one.kind === 'answered')
  const isUnsure = answered !== undefined && isLeftOut(site, answered, person)
  const items = answered === undefined || isUnsure ? null : itemsOf(site, answered, person)
  const about = { items, asks: false, waits: null, problem: null }
  if (newest === undefined) return { ...about, asks: true, waits: reasons.asked }
  if (newest.kind === 'waiting') return { ...about, waits: newest.reason }
  // Tried anew each night, and once more where somebody has mended what was wrong.
  const isOver = dayOf(site, newest.at) < dayOf(site, site.clock.now())
  if (newest.kind === 'failed') return { ...about, problem: newest.reason, asks: isOver }
  if (isUnsure) return { ...about, problem: reasons.unnamed, asks: isOver }
  if (coversDay(site, run, newest.at)) return about
  return { ...about, asks: true, waits: reasons.today }
}

type AnsweredSearch = Extract<SearchOutcome, { readonly kind: 'answered' }>

/** Beside numbers of others, nobody can tell a number that is written otherwise from one that is left out. */
function isLeftOut({ settings }: AutomationSite, { items, strangers }: AnsweredSearch, { print }: Caller): boolean {
  const { unnamed = defaults.unnamed } = settings.task
  return !items.has(print) && (unnamed === 'error' || strangers > 0)
}

/** Without what the task leaves in place of a value. */
function itemsOf({ isErased }: AutomationSite, { items }: AnsweredSearch, { print }: Caller): readonly AnsweredItem[] {
  return (items.get(print) ?? []).filter(({ text }) => !isErased(text))
}

/** One tenant's Intelligent Automation while a step is worked on. */

import { ownerName } from '../../domain/effect.ts'
import { erased, type Effect, type Foreseen, type Progress, type StartedEffect } from '../../domain/effect.ts'
import {
  isUnevaluated,
  type Evaluation,
  type FoundValue,
  type Owner,
  type RecordedFinding,
} from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { Complaint, ProductSession, RunContext, Subjects } from '../../domain/product.ts'
import { fingerprintWith } from '../../platform/crypto/fingerprint.ts'
import { askedPath, openAsked, readAsked, type AskedFile } from './asked.ts'
import { checkAutomation } from './check.ts'
import { forgetByTask } from './erase.ts'
import { nothingToLookAt } from './failures.ts'
import { allLater, findByTask } from './find.ts'
import { pollTask } from './poll.ts'
import { overnight, reasons } from './reasons.ts'
import { coversDay, dayOf, lastDayOf, overnightUntil, type AutomationSite } from './site.ts'
import { sweepAsked } from './sweep.ts'
import { AutomationTask } from './task.ts'
import { leftByTask } from './verify.ts'
import { findCalls, type CallSearch } from './views/calls.ts'
import { isSeen, leftInViews } from './views/left.ts'
import { viewSettings, viewsIn, type AutomationViews } from './views/site.ts'
import { byOwner, callersIn, type Caller } from './callers.ts'

export class AutomationSession implements ProductSession {
  readonly searchesBy = ['phone'] as const
  readonly #site: AutomationSite
  /** Whom the request names: erasing is told of nobody's fields. */
  #subjects: Subjects = []
  #asked: AskedFile | null = null
  #views: AutomationViews | null = null
  #isExport = false
  /** Nobody waits for anything any more; null: nobody has looked. */
  readonly #over: { found: boolean | null; erased: boolean | null; seen: boolean | null } = {
    found: null,
    erased: null,
    seen: null,
  }

  constructor(site: AutomationSite) {
    this.#site = site
  }

  check(): Promise<readonly Complaint[]> {
    return checkAutomation(this.#site)
  }

  /** Asked at every attempt, also where nothing is searched anew. */
  async remarks(subjects: Subjects): Promise<readonly string[]> {
    this.#subjects = subjects
    return []
  }

  async *find(subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
    run.signal.throwIfAborted()
    this.#subjects = subjects
    const people = this.#people(run)
    if (people.length === 0) return
    this.#over.found = false
    this.#isExport = run.action === 'export'
    let isWhole = true
    for await (const one of this.#found(people, run)) {
      if (isUnevaluated(one)) isWhole = false
      yield one
    }
    this.#over.found = isWhole && run.isTrial !== true
    if (this.#over.found && run.action === 'export') await (await this.#task(run)).noteOver()
  }

  async *foresee(findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
    for await (const { owner, target } of findings) {
      yield { owner, target, findings: 1, fate: erased, how: 'by the GDPR task, in one of the next nights' }
    }
  }

  async *erase(findings: AsyncIterable<RecordedFinding>, run: RunContext): AsyncIterable<Effect> {
    this.#over.erased = true
    const task = await this.#task(run)
    for await (const effect of forgetByTask(this.#site, task, findings, { personOf: this.#personOf(run), run })) {
      this.#over.erased = false
      yield effect
    }
  }

  async *poll(started: readonly StartedEffect[], run: RunContext): AsyncIterable<Progress> {
    const task = await this.#task(run)
    const search = await this.#callSearch(lastDayOf(this.#site, run))
    const look = search === null ? null : (effect: StartedEffect) => isSeen(search, effect)
    const polling = { site: this.#site, task, personOf: this.#personOf(run), isSeen: look, run }
    const open = new Set(started.map(({ fate }) => fate.receipt))
    for await (const progress of pollTask(polling, started)) {
      if (progress.fate.kind === 'erased') open.delete(progress.receipt)
      yield progress
    }
    this.#over.erased = open.size === 0
  }

  async verify(
    subjects: Subjects,
    findings: AsyncIterable<RecordedFinding>,
    run: RunContext,
  ): Promise<readonly Left[]> {
    const left = await this.#left(subjects, findings, run)
    this.#over.seen = left.length === 0
    return left
  }

  /** What was exchanged with the task holds people, and is in the record: it goes when nobody waits any more. */
  async close(): Promise<void> {
    const asked = this.#asked
    this.#asked = null
    const { found, erased: isErased, seen } = this.#over
    // Of a forget only who has looked again knows.
    const isOver = this.#isExport ? found === true : found !== false && isErased !== false && seen === true
    if (asked === null || !isOver || this.#looks()) return
    await new AutomationTask(this.#site, asked, { signal: new AbortController().signal }).clear()
  }

  async *#found(people: readonly Caller[], run: RunContext): AsyncIterable<Evaluation> {
    const until = overnightUntil(this.#site)
    if (run.isTrial === true) yield* this.#tried(people, run)
    else if (until !== null) yield* allLater(people, overnight(until))
    else {
      await sweepAsked(this.#site)
      const search = await this.#callSearch(lastDayOf(this.#site, run))
      if (search === null) yield* findByTask(this.#site, await this.#task(run), people, run)
      else {
        yield* findCalls(search, this.#subjects, run)
        const isAll = coversDay(this.#site, run, this.#site.clock.now())
        if (!isAll) yield* allLater(people, reasons.today)
      }
    }
  }

  /** Nothing is asked, and nothing noted. */
  async *#tried(people: readonly Caller[], run: RunContext): AsyncIterable<Evaluation> {
    const search = await this.#callSearch(dayOf(this.#site, this.#site.clock.now()))
    if (search === null) yield* allLater(people, reasons.trial)
    else yield* findCalls(search, this.#subjects, run)
  }

  async #left(subjects: Subjects, findings: AsyncIterable<RecordedFinding>, run: RunContext): Promise<readonly Left[]> {
    const search = await this.#callSearch(lastDayOf(this.#site, run))
    if (search !== null) return await leftInViews(search, subjects, findings, run)
    const people = callersIn(subjects, fingerprintWith(run.salt))
    if (people.length === 0 || (await this.#isAsked(run))) {
      return await leftByTask(this.#site, await this.#task(run), people, { findings, run })
    }
    // In a run nothing was asked of anybody, and everybody is told to wait.
    if (this.#over.found === null) throw nothingToLookAt()
    return []
  }

  /** Null without the views. */
  async #callSearch(lastDay: string): Promise<CallSearch | null> {
    const { database, settings, tenant: rules, isErased } = this.#site
    if (database === null) return null
    this.#views ??= await viewsIn(database, viewSettings(settings))
    return { database, views: this.#views, rules, lastDay, isErased }
  }

  #people({ salt }: RunContext): readonly Caller[] {
    return callersIn(this.#subjects, fingerprintWith(salt))
  }

  #personOf(run: RunContext): (owner: Owner) => Caller | null {
    const people = byOwner(this.#people(run))
    return (owner) => people.get(ownerName(owner)) ?? null
  }

  async #task({ runId, signal }: RunContext): Promise<AutomationTask> {
    const { stateFolder, clock } = this.#site
    this.#asked ??= await openAsked(askedPath(stateFolder, runId), stateFolder, clock.now())
    return new AutomationTask(this.#site, this.#asked, { signal, looks: this.#looks() })
  }

  /** Who looks again long after, or while somebody else works on the run, changes nothing. */
  #looks(): boolean {
    return this.#over.found === null && this.#over.erased === null
  }

  async #isAsked({ runId }: RunContext): Promise<boolean> {
    return this.#asked !== null || (await readAsked(askedPath(this.#site.stateFolder, runId))) !== null
  }
}

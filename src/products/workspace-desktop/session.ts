/** Favorites under the contract: the verbs over one or two stores, what is remembered of a forget, and its log. */

import { isFinding } from '../../domain/finding.ts'
import type { Evaluation, Finding, FoundValue, Owner, RecordedFinding } from '../../domain/finding.ts'
import { erased, type Effect, type Foreseen } from '../../domain/effect.ts'
import type { Left } from '../../domain/outcome.ts'
import type { Complaint, ProductSession, RunContext, Subjects } from '../../domain/product.ts'
import { checkStores } from './check.ts'
import { eraseFavorites, type StoreOf } from './erase.ts'
import { noteErased, noteFailure, noteLeft, openAccount, type ForgetAccount } from './execution-log.ts'
import { favoritesOf, findWanted } from './find.ts'
import type { Memory } from './forgetting/memory.ts'
import { indexMatcher } from '../../platform/match/favorites/index-matcher.ts'
import { nameOfOwner } from '../../platform/match/favorites/matcher.ts'
import { wantedOf } from '../../platform/match/favorites/wanted.ts'
import type { WorkspaceSettings } from './settings.ts'
import type { Store } from './storage/store.ts'
import { leftInStores, leftOfRecorded, mergeLeft } from './verify.ts'
import { storeNotNamed } from './failures.ts'

export interface FavoritesWork {
  readonly stores: readonly Store[]
  readonly settings: WorkspaceSettings
  readonly memory: Memory
  readonly now: () => Date
  /** Told once, when the session is closed after a forget. */
  readonly log: (account: ForgetAccount) => Promise<void>
}

export class FavoritesSession implements ProductSession {
  readonly searchesBy = ['phone', 'email'] as const
  readonly #work: FavoritesWork
  #account: ForgetAccount | null = null
  /** By the latest search. */
  #foundByUnknown = 0

  constructor(work: FavoritesWork) {
    this.#work = work
  }

  async check(forAction: 'export' | 'forget'): Promise<readonly Complaint[]> {
    return checkStores(this.#work.stores, this.#work.settings, forAction)
  }

  async *find(subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
    const { stores, settings } = this.#work
    const wanted = wantedOf(subjects, settings.leastDigits)
    // By the vendor's own rule a forget takes digits within a longer number too; an export would hand out strangers.
    const matcher = indexMatcher(wanted, { parts: run.action === 'forget' })
    if (run.action === 'forget' && run.isTrial !== true) this.#begin(run)
    this.#foundByUnknown = 0
    const foundByUnknown = (): void => {
      this.#foundByUnknown += 1
    }
    const options = { holdParts: settings.partOfNumber === 'hold', foundByUnknown, signal: run.signal }
    try {
      for (const store of stores) yield* this.#counted(findWanted(store, wanted, matcher, options))
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  async *returned(run: RunContext): AsyncIterable<Finding> {
    const matcher = await this.#work.memory.matcher()
    if (matcher === null) return
    for (const store of this.#work.stores) yield* favoritesOf(store, matcher, run.signal)
  }

  async *foresee(findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
    for await (const { owner, target } of findings) {
      yield { owner, target, findings: 1, fate: erased, how: 'removed from the profile' }
    }
  }

  async *erase(findings: AsyncIterable<RecordedFinding>, run: RunContext): AsyncIterable<Effect> {
    const account = this.#begin(run)
    const owners = new Map<string, Owner>()
    // Counted here as well: who goes on after a crash has searched nothing.
    account.found = 0
    const noted = noting(findings, (owner) => {
      owners.set(nameOfOwner(owner), owner)
      account.found += 1
    })
    const effects: Effect[] = []
    try {
      for await (const effect of eraseFavorites(this.#storeOf, noted, run.signal)) {
        effects.push(effect)
        yield effect
      }
      await this.#work.memory.rememberOwners([...owners.values()])
    } catch (error) {
      this.#fail(error)
      throw error
    }
    noteErased(account, effects)
  }

  async verify(
    subjects: Subjects,
    findings: AsyncIterable<RecordedFinding>,
    { signal }: RunContext,
  ): Promise<readonly Left[]> {
    const { stores, settings, memory } = this.#work
    const parts = settings.partOfNumber === 'erase'
    // What is held is neither left over nor repeated.
    const wanted = wantedOf(subjects, parts ? settings.leastDigits : Number.POSITIVE_INFINITY)
    return this.#watched(async () => {
      // Only after an erasing: whoever looks again later changes nothing.
      if (this.#account !== null) await memory.remember(wanted)
      const seen = await leftInStores(stores, wanted, signal)
      const left = mergeLeft(seen, await leftOfRecorded(this.#storeOf, findings, signal))
      if (this.#account !== null) noteLeft(this.#account, left)
      return left
    })
  }

  unjudged(): readonly string[] {
    const count = this.#foundByUnknown
    return count === 0 ? [] : [unknownFields(count)]
  }

  /** Databases are closed by whoever opened them. */
  async close(): Promise<void> {
    const account = this.#account
    this.#account = null
    if (account !== null) await this.#work.log(account)
  }

  readonly #storeOf: StoreOf = (target) => {
    const store = this.#work.stores.find((one) => one.target.table === target.table)
    if (store !== undefined) return store
    throw storeNotNamed(target.table)
  }

  #begin(run: RunContext): ForgetAccount {
    this.#account ??= openAccount(run.runId, this.#work.now())
    // What failed and is tried again is no failure any more.
    this.#account.reasons.clear()
    return this.#account
  }

  async *#counted(evaluations: AsyncIterable<Evaluation>): AsyncIterable<Evaluation> {
    for await (const one of evaluations) {
      if (this.#account !== null && isFinding(one) && one.content !== null) this.#account.found += 1
      yield one
    }
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  #fail(error: unknown): void {
    if (this.#account !== null) noteFailure(this.#account, error)
  }
}

function unknownFields(favorites: number): string {
  return `${favorites} favorite(s) were found by a field that neither \`favorites.phones\` nor \`favorites.emails\` names; confirm what it holds, and name it`
}

async function* noting(
  findings: AsyncIterable<RecordedFinding>,
  note: (owner: Owner) => void,
): AsyncIterable<RecordedFinding> {
  for await (const finding of findings) {
    note(finding.owner)
    yield finding
  }
}

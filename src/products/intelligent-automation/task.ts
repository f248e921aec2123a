/** The GDPR task as its folders show it: what is asked of it, what it tells, what it has exported. */

import type { RunContext } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import { fingerprintWith } from '../../platform/crypto/fingerprint.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import {
  dropFile,
  dropState,
  prepareFile,
  removeDropped,
  removePrepared,
  renewFile,
} from '../../platform/files/dropped-file.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import { toldResults, type ToldResult } from '../../platform/files/told-results.ts'
import { readAnswer, type Answer } from './answer.ts'
import { answersTo, newestAnswerTo } from './answer-files.ts'
import type { AskedFile, AskedRequest, Purpose } from './asked.ts'
import { folderUnusable, type TaskFolder } from './failures.ts'
import { reasons } from './reasons.ts'
import { fileOf, ours, requestName, requestText } from './request.ts'
import { defaults, resultRulesOf } from './settings.ts'
import { dayOf, type AutomationSite } from './site.ts'
import { together, type Caller } from './callers.ts'

/** `at`: the earliest time of what tells it. */
export type TaskOutcome =
  { readonly kind: 'waiting'; readonly reason: string } | { readonly kind: 'success'; readonly at: Date }

export type SearchOutcome =
  | Extract<TaskOutcome, { readonly kind: 'waiting' }>
  | { readonly kind: 'failed'; readonly reason: string; readonly at: Date }
  | (Answer & { readonly kind: 'answered'; readonly at: Date })

/** An answer is as long as what everybody in it has said. */
const mostBytes = 256 * 1024 * 1024

function actionOf(purpose: Purpose): Action {
  return purpose === 'forget' ? 'forget' : 'export'
}

export class AutomationTask {
  readonly #site: AutomationSite
  readonly #asked: AskedFile
  readonly #signal: AbortSignal
  readonly #looks: boolean
  /** Names of requests that only the record knows, since the state folder was lost. */
  readonly #others = new Set<string>()
  #told: ReadonlyMap<string, ToldResult> | null = null

  /** `looks`: who looks again long after changes nothing. */
  constructor(
    site: AutomationSite,
    asked: AskedFile,
    { signal, looks = false }: { signal: AbortSignal; looks?: boolean },
  ) {
    this.#site = site
    this.#asked = asked
    this.#signal = signal
    this.#looks = looks
  }

  get requests(): readonly AskedRequest[] {
    return this.#asked.run().requests
  }

  /** All that was asked is known: what is left behind by whoever is cut off now goes one day. */
  async noteOver(): Promise<void> {
    const run = this.#asked.run()
    const overSince = this.#site.clock.now().toISOString()
    if (run.requests.length > 0) await this.#asked.write({ ...run, overSince })
  }

  /** The latest of these purposes that names the person. */
  latest(print: string, ...purposes: readonly Purpose[]): AskedRequest | undefined {
    return this.requests.filter(({ purpose, people }) => purposes.includes(purpose) && people.includes(print)).at(-1)
  }

  /**
   * Prepares requests for these people, and notes them; `drop` drops them. What was prepared and not noted, since somebody
   * was cut off, is replaced.
   */
  async prepare(people: readonly Caller[], purpose: Purpose, { runId, salt }: RunContext): Promise<readonly string[]> {
    const { requests: folder, fileMode = defaults.fileMode, peoplePerRequest, spellings } = this.#settings
    const names: string[] = []
    for (const some of together(people, peoplePerRequest ?? defaults.peoplePerRequest)) {
      this.#signal.throwIfAborted()
      const { requests } = this.#asked.run()
      const id = sha256(fingerprintWith(salt)(JSON.stringify([runId, folder, requests.length]))).slice(0, 16)
      const name = requestName(actionOf(purpose), dayOf(this.#site, this.#site.clock.now()), id)
      await this.#in('requests', async () => {
        await removePrepared(folder, `${ours}${id}`)
        await prepareFile(folder, fileOf(name), {
          text: requestText(some, spellings ?? defaults.spellings),
          mode: Number.parseInt(fileMode, 8),
        })
      })
      const request = { name, purpose, people: some.map(({ print }) => print), renewedAfter: null }
      await this.#asked.write({ ...this.#asked.run(), requests: [...requests, request] })
      names.push(name)
    }
    return names
  }

  /** Of names that are dropped already nothing is done. */
  async drop(names: Iterable<string>): Promise<void> {
    const { requests: folder } = this.#settings
    for (const name of new Set(names)) {
      this.#others.add(name)
      if (this.#looks) continue
      await this.#in('requests', () => dropFile(folder, fileOf(name)))
    }
  }

  async outcomeOf(request: AskedRequest): Promise<TaskOutcome> {
    const told = (await this.#results()).get(request.name)
    if (told === undefined) return await this.#untold(request)
    switch (told.verdict) {
      case 'success':
        return { kind: 'success', at: told.at }
      case 'failure':
        await this.#renew(request, told)
        return { kind: 'waiting', reason: reasons.failure }
      case 'unknown':
        return { kind: 'waiting', reason: reasons.unknown }
      default:
        return told.verdict satisfies never
    }
  }

  /** `people`: those of the request whom anybody still wants to know of. */
  async answerOf(request: AskedRequest, people: readonly Caller[]): Promise<SearchOutcome> {
    const outcome = await this.outcomeOf(request)
    if (outcome.kind === 'waiting') return outcome
    const path = await this.#in('answers', () => newestAnswerTo(request.name, this.#settings))
    const { at } = outcome
    if (path === null) return { kind: 'failed', reason: reasons.noAnswer, at }
    const reading = await readFileOnce(path, mostBytes)
    if (reading.kind !== 'read') return { kind: 'failed', reason: reasons.unreadable, at }
    const others = request.people.length - people.length
    const answer = readAnswer(reading.bytes, people, others)
    if (!answer.ok) return { kind: 'failed', reason: answer.problem, at }
    // A file of results goes on being written: what it told first may be older than it is now.
    const written = Number(reading.modifiedNs / 1_000_000n)
    return { ...answer, kind: 'answered', at: new Date(Math.min(at.getTime(), written)) }
  }

  /** What was dropped and exported for the run, which holds people: it stands in the record now. */
  async clear(): Promise<void> {
    const { requests: folder } = this.#settings
    for (const { name, purpose } of this.requests) {
      await this.#in('requests', () => removeDropped(folder, fileOf(name)))
      if (purpose === 'forget') continue
      const { answers } = this.#settings
      await this.#in('answers', async () => {
        for (const answer of await answersTo(name, this.#settings)) await removeDropped(answers, answer)
      })
    }
    await this.#asked.remove()
  }

  get #settings() {
    return this.#site.settings.task
  }

  async #untold({ name }: AskedRequest): Promise<TaskOutcome> {
    const state = await this.#in('requests', () => dropState(this.#settings.requests, fileOf(name)))
    return { kind: 'waiting', reason: state === 'taken' ? reasons.taken : reasons.asked }
  }

  /** Once for each failure: a task that looks at what was changed since it last ran would pass over it otherwise. */
  async #renew({ name, renewedAfter }: AskedRequest, { mark }: ToldResult): Promise<void> {
    if (this.#looks || renewedAfter === mark) return
    await this.#in('requests', () => renewFile(this.#settings.requests, fileOf(name), this.#site.clock.now()))
    const { requests, ...run } = this.#asked.run()
    const renewed = requests.map((one) => (one.name === name ? { ...one, renewedAfter: mark } : one))
    await this.#asked.write({ ...run, requests: renewed })
  }

  async #results(): Promise<ReadonlyMap<string, ToldResult>> {
    const names = [...new Set([...this.requests.map(({ name }) => name), ...this.#others])]
    return (this.#told ??= await this.#in('results', () => {
      return toldResults(resultRulesOf(this.#site.settings), names, this.#signal)
    }))
  }

  async #in<T>(folder: TaskFolder, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#signal.throwIfAborted()
      throw folderUnusable(folder, error instanceof Error && error.cause instanceof Error ? error.cause : error)
    }
  }
}

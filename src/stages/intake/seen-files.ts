/** What was seen of the files of one folder, by name, from look to look: whether they rest, and when to look again. */

import type { Action } from '../../domain/request.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { lookAgainAt, type Observation } from './completeness.ts'
import type { Candidate } from './listing.ts'
import { lookAt, type IntakeLimits, type Look } from './settle.ts'

/** Hints get lost: after so long every file is looked at, whatever is known of it. */
const fullLookMs = 30_000

export class SeenFiles {
  readonly #seen = new Map<string, Observation>()
  /** Content that needs no answer any more: a folder of years is not asked for one by one at each pass. */
  readonly #answered = new Map<string, string>()
  /** By action, of the files that were not complete. */
  readonly #again = new Map<Action, number>()
  /** Files that something happened to since the listing before. */
  readonly #doubtful = new Set<string>()
  #fullLookAt = -Infinity
  readonly #clock: Clock
  readonly #limits: IntakeLimits

  constructor(clock: Clock, limits: IntakeLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** A round over the files of that action begins; `listed` are the names of all there are. */
  begin(action: Action, listed: ReadonlySet<string>): void {
    this.#again.delete(action)
    for (const memory of [this.#seen, this.#answered]) {
      for (const name of memory.keys()) if (!listed.has(name)) memory.delete(name)
    }
  }

  async look(candidate: Candidate, action: Action): Promise<Look> {
    const look = await lookAt(candidate, this.#seen.get(candidate.fileName) ?? null, this.#clock, this.#limits)
    if (look.kind === 'gone') this.#seen.delete(candidate.fileName)
    else this.#seen.set(candidate.fileName, look.observation)
    if (look.kind === 'waiting') {
      const again = lookAgainAt(look.observation, this.#limits)
      this.#again.set(action, Math.min(this.#again.get(action) ?? Infinity, again))
    }
    return look
  }

  /** The hash of the content, when the file stands there as it did when that was read. */
  untouched({ fileName, seen }: Candidate): string | null {
    const snapshot = this.#seen.get(fileName)?.snapshot
    if (snapshot?.kind !== 'read' || seen === null) return null
    if (seen.size !== snapshot.size || seen.modifiedNs !== snapshot.modifiedNs) return null
    // A sender can give other content the old size and time; this one he cannot set.
    return seen.changedNs === snapshot.changedNs ? snapshot.sha256 : null
  }

  noteAnswered({ fileName }: Candidate, sha256: string): void {
    this.#answered.set(fileName, sha256)
  }

  isAnswered({ fileName }: Candidate, sha256: string): boolean {
    return this.#answered.get(fileName) === sha256
  }

  /** Something happened to the file of that name; null: it may have been any. */
  doubt(fileName: string | null): void {
    if (fileName === null) this.#fullLookAt = -Infinity
    else this.#doubtful.add(fileName)
  }

  /**
   * To be called before the folder is listed: which files it need not look at. They were answered, and no hint has
   * come for them since.
   */
  trusted(): (fileName: string) => boolean {
    const now = this.#clock.elapsed()
    const doubtful = new Set(this.#doubtful)
    this.#doubtful.clear()
    if (now - this.#fullLookAt < fullLookMs) return (name) => this.#answered.has(name) && !doubtful.has(name)
    this.#fullLookAt = now
    return () => false
  }

  /** What was looked at and has changed is not trusted any more, until its content is answered. */
  compare(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      const hash = this.#answered.get(candidate.fileName)
      if (hash !== undefined && this.untouched(candidate) !== hash) this.#answered.delete(candidate.fileName)
    }
  }

  /** As the clock's `elapsed` counts; null when nothing is waited for. */
  lookAgainAt(): number | null {
    return this.#again.size === 0 ? null : Math.min(...this.#again.values())
  }
}

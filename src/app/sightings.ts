/** What was seen of the files of one folder, from look to look: whether they rest, and when to look again. */

import type { Action } from '../domain/request.ts'
import type { Clock } from '../platform/time/clock.ts'
import { lookAgainAt, type Observation } from '../stages/intake/completeness.ts'
import type { Candidate } from '../stages/intake/listing.ts'
import { lookAt, type IntakeLimits, type Look } from '../stages/intake/settle.ts'

export class Sightings {
  readonly #seen = new Map<string, Observation>()
  /** Content that needs no answer any more, by path: a folder of years is not asked for one by one at each pass. */
  readonly #answered = new Map<string, string>()
  /** By action, of the files that were not complete. */
  readonly #again = new Map<Action, number>()
  readonly #clock: Clock
  readonly #limits: IntakeLimits

  constructor(clock: Clock, limits: IntakeLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** A round over the files of that action begins; `listed` are the paths of all there are. */
  begin(action: Action, listed: ReadonlySet<string>): void {
    this.#again.delete(action)
    for (const memory of [this.#seen, this.#answered]) {
      for (const path of memory.keys()) if (!listed.has(path)) memory.delete(path)
    }
  }

  async look(candidate: Candidate, action: Action): Promise<Look> {
    const look = await lookAt(candidate, this.#seen.get(candidate.path) ?? null, this.#clock, this.#limits)
    if (look.kind === 'gone') this.#seen.delete(candidate.path)
    else this.#seen.set(candidate.path, look.observation)
    if (look.kind === 'waiting') {
      const again = lookAgainAt(look.observation, this.#limits)
      this.#again.set(action, Math.min(this.#again.get(action) ?? Infinity, again))
    }
    return look
  }

  /** The hash of the content, when the file stands there as it did when that was read. */
  untouched({ path, seen }: Candidate): string | null {
    const snapshot = this.#seen.get(path)?.snapshot
    if (snapshot?.kind !== 'read' || seen === null) return null
    if (seen.size !== snapshot.size || seen.modifiedNs !== snapshot.modifiedNs) return null
    // A sender can give other content the old size and time; this one he cannot set.
    return seen.changedNs === snapshot.changedNs ? snapshot.sha256 : null
  }

  noteAnswered({ path }: Candidate, sha256: string): void {
    this.#answered.set(path, sha256)
  }

  isAnswered({ path }: Candidate, sha256: string): boolean {
    return this.#answered.get(path) === sha256
  }

  /** As the clock's `elapsed` counts; null when nothing is waited for. */
  lookAgainAt(): number | null {
    return this.#again.size === 0 ? null : Math.min(...this.#again.values())
  }
}

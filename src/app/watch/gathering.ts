/** Waits after a complete request for others to come, so that one reading of the tables serves them all. */

import type { Clock } from '../../platform/time/clock.ts'
import { parseFileName } from '../../stages/intake/file-name.ts'
import type { TenantSettings } from '../settings/settings.ts'

export class Gathering {
  readonly #gatherMs: number
  readonly #clock: Clock
  /** As the clock's `elapsed` counts; null while nothing waits. */
  #until: number | null = null

  constructor(gatherMs: number, clock: Clock) {
    this.#gatherMs = gatherMs
    this.#clock = clock
  }

  /** What has arrived may be taken now. */
  isOver(): boolean {
    return this.#gatherMs === 0 || (this.#until !== null && this.#until <= this.#clock.elapsed())
  }

  /** After a pass that took everything. */
  end(): void {
    this.#until = null
  }

  /** By the names of files that were judged and are in no run: the first of them begins the wait. */
  note(judged: readonly string[], process: TenantSettings['process']): void {
    if (this.#gatherMs === 0 || this.#until !== null) return
    if (judged.some((name) => isForArrival(name, process))) this.#until = this.#clock.elapsed() + this.#gatherMs
  }

  /** Until the wait is over; infinite while nothing waits. */
  leftMs(): number {
    return this.#until === null ? Infinity : Math.max(0, this.#until - this.#clock.elapsed())
  }
}

function isForArrival(name: string, process: TenantSettings['process']): boolean {
  const reading = parseFileName(name)
  return reading.ok && process[reading.name.action] === 'on-arrival'
}

/** Counts profiles that could not be evaluated, and says so in the end: none is passed over in silence. */

import { unreadable } from '../failures.ts'

/** The first failure and the number of them: paths hold the names of agents, so a profile is told by its number. */
export class Failures {
  #count = 0
  #first: string | null = null

  note(sentence: string): void {
    this.#count += 1
    this.#first ??= sentence
  }

  /** `of`: how many profiles were looked at. */
  throwIfAny(of: number): void {
    if (this.#first === null) return
    const message = `${this.#count} of ${of} profiles could not be evaluated; the first: ${this.#first}`
    throw unreadable(message)
  }
}

export function formatSentence({ format, line, column }: { format: string; line: number; column: number }): string {
  return `it is not ${format} at line ${line}, column ${column}`
}

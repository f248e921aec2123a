/** What the logs tell of each request. Only what is told in full and without doubt counts. */

import { verdictOf, type LineVerdict, type LogPatterns } from './patterns.ts'

export interface AskedFor {
  readonly at: Date
  readonly forms: readonly string[]
}

export type TaskResult =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'done'; readonly at: Date }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed' }
  /** Something is told, and it is no result; the reason names the next step. */
  | { readonly kind: 'unclear'; readonly reason: string }

interface FormTold {
  readonly verdicts: Set<LineVerdict>
  /** When it was last told to be done. */
  at: Date
}

interface Told {
  readonly forms: Map<string, FormTold>
  /** The latest day on which the request or its number was named. */
  named: string | null
}

export interface ToldLine {
  readonly line: string
  /** Day of the log. */
  readonly day: string
  /** When the line was written; null where it does not say. */
  readonly at: Date | null
}

export class TaskResults {
  readonly #asked: ReadonlyMap<string, AskedFor>
  readonly #patterns: LogPatterns
  readonly #told = new Map<string, Told>()
  readonly #byForm = new Map<string, string[]>()

  constructor(asked: ReadonlyMap<string, AskedFor>, patterns: LogPatterns) {
    this.#asked = asked
    this.#patterns = patterns
    for (const [receipt, { forms }] of asked) {
      for (const form of forms) this.#byForm.set(form, [...(this.#byForm.get(form) ?? []), receipt])
    }
  }

  /** A line that stands in what is told of this request. */
  tellOf(receipt: string, told: ToldLine): void {
    const forms = this.#asked.get(receipt)?.forms ?? []
    this.#of(receipt).named = told.day
    for (const form of this.#numbersIn(told.line)) if (forms.includes(form)) this.#note(receipt, form, told)
  }

  /** A line of a log that names no requests: it is told of whatever was asked for before. */
  tellOfNumbers(told: ToldLine): void {
    const { at } = told
    if (at === null) return
    for (const form of this.#numbersIn(told.line)) {
      for (const receipt of this.#byForm.get(form) ?? []) {
        const asked = this.#asked.get(receipt)
        if (asked === undefined || at < asked.at) continue
        this.#of(receipt).named = told.day
        this.#note(receipt, form, told)
      }
    }
  }

  /** `today`: a log of this day may go on. */
  resultOf(receipt: string, { now, today }: { readonly now: Date; readonly today: string }): TaskResult {
    const { forms, named } = this.#of(receipt)
    const verdicts = new Set([...forms.values()].flatMap((form) => [...form.verdicts]))
    if (verdicts.has('failed')) return { kind: 'failed' }
    if (verdicts.has('unclear')) return { kind: 'unclear', reason: bothSaid }
    const missing = (this.#asked.get(receipt)?.forms ?? []).filter(
      (form) => (forms.get(form)?.verdicts.size ?? 0) === 0,
    )
    if (missing.length > 0 || forms.size === 0) {
      const isLate = named === null && now.getTime() - (this.#asked.get(receipt)?.at.getTime() ?? 0) > longestSilenceMs
      if (isLate) return { kind: 'unclear', reason: notNamed }
      return named === null || named >= today ? { kind: 'waiting' } : { kind: 'unclear', reason: notSaid }
    }
    const done = [...forms.values()].filter((form) => form.verdicts.has('done')).map(({ at }) => at.getTime())
    return done.length === 0 ? { kind: 'absent' } : { kind: 'done', at: new Date(Math.max(...done)) }
  }

  #numbersIn(line: string): readonly string[] {
    return [...line.matchAll(this.#patterns.number)].flatMap(({ groups }) => {
      const number = groups?.['number']?.replaceAll(/[\s().-]/g, '')
      return number === undefined ? [] : [number]
    })
  }

  #note(receipt: string, form: string, { line, day, at }: ToldLine): void {
    const told = this.#of(receipt)
    const known = told.forms.get(form) ?? { verdicts: new Set<LineVerdict>(), at: new Date(0) }
    told.forms.set(form, known)
    const verdict = verdictOf(line, this.#patterns)
    if (verdict === null) return
    known.verdicts.add(verdict)
    const when = at ?? new Date(Date.parse(`${day}T00:00:00Z`) + endOfDayMs)
    if (verdict === 'done' && when > known.at) known.at = when
  }

  #of(receipt: string): Told {
    const known = this.#told.get(receipt) ?? { forms: new Map<string, FormTold>(), named: null }
    this.#told.set(receipt, known)
    return known
  }
}

/** By then it is over in every zone. */
const endOfDayMs = 36 * 3_600_000

/** The tasks are carried out once a day. */
const longestSilenceMs = 72 * 3_600_000

const notNamed =
  'no log of the task has named the request for three days; see that the task is active on the master, and confirm `folder.logs` and `folder.results`'
const bothSaid =
  'the log says of a number both that there was something and that there was nothing; look into it, and correct the patterns of `folder.results`'
const notSaid =
  'the log names the request, and no pattern of `folder.results` knows a result of each of its numbers; look into it, and correct the patterns'

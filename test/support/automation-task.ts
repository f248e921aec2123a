/**
 * The GDPR task of Intelligent Automation as its documentation has it: takes what lies in its folder, compares numbers as
 * texts, writes what it exports and one result for each request. It is run by whoever wants a night to pass.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Interaction {
  readonly number: string
  readonly fields: Record<string, string>
  /** Empty when there was none, or none any more. */
  answers: string
  details: string
}

export interface TaskFolders {
  readonly requests: string
  readonly results: string
  readonly answers: string
}

/** Where calls are kept; numbers are compared as texts. */
export interface CallStore {
  readonly of: (numbers: readonly string[]) => readonly Interaction[] | Promise<readonly Interaction[]>
  readonly forget: (numbers: readonly string[], fields: readonly string[]) => void | Promise<void>
}

export function createTaskFolders(folder: string): TaskFolders {
  const folders = {
    requests: join(folder, 'import'),
    results: join(folder, 'results'),
    answers: join(folder, 'export'),
  }
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true })
  return folders
}

export class AutomationTaskDouble {
  readonly folders: TaskFolders
  readonly #store: CallStore
  /** Names of what it has taken, in order. */
  readonly taken: string[] = []
  /** Of requests whose names hold it: not done. */
  fails: RegExp | null = null
  /** What a result says of them. */
  says: (name: string, isDone: boolean) => string = (name, isDone) =>
    `${name}.json: ${isDone ? 'SUCCESS' : 'UNSUCCESSFUL'}`
  /** Whether what is done is taken out of the folder. */
  removes = false
  /** Says that it did, and does nothing. */
  lies = false

  constructor(folders: TaskFolders, store: CallStore) {
    this.folders = folders
    this.#store = store
  }

  /** `at`: when the files are written. */
  async night(at: Date): Promise<void> {
    const lines: string[] = []
    for (const file of readdirSync(this.folders.requests).sort()) {
      const name = file.slice(0, -'.json'.length)
      if (!/^(?:forget|export)-\d{8}.*\.json$/.test(file) || this.#done.has(name)) continue
      this.taken.push(name)
      const isDone = this.fails?.test(name) !== true
      if (isDone) await this.#process(name, at)
      lines.push(this.says(name, isDone))
    }
    if (lines.length === 0) return
    this.#write(join(this.folders.results, `result-${at.toISOString().replaceAll(':', '')}.txt`), lines.join('\n'), at)
  }

  readonly #done = new Set<string>()

  async #process(name: string, at: Date): Promise<void> {
    const path = join(this.folders.requests, `${name}.json`)
    const request = JSON.parse(readFileSync(path, 'utf8'))
    this.#done.add(name)
    if (this.removes) rmSync(path)
    const fields: string[] = request['intauto-fields']
    const found: object[] = []
    for (const { consumer } of request.consumers) {
      const numbers = consumer.flatMap(({ phone }: Record<string, string>) => phone ?? [])
      if (name.startsWith('forget') && !this.lies) await this.#store.forget(numbers, fields)
      const calls = await this.#store.of(numbers)
      const items = calls.flatMap((one) => exported(one, fields))
      // Source: a number of the input without anything found is left out of the output.
      if (items.length > 0) found.push({ consumer: [{ phone: calls[0]?.number ?? '' }, ...items] })
    }
    if (!name.startsWith('export')) return
    const answer = JSON.stringify({ consumers: found, 'intauto-fields': [] })
    this.#write(join(this.folders.answers, `${name}-exported.json`), answer, at)
  }

  #write(path: string, text: string, at: Date): void {
    writeFileSync(path, text)
    utimesSync(path, at, at)
  }
}

/** Calls in memory. */
export function callsIn(calls: readonly Interaction[]): CallStore {
  return {
    of: (numbers) => calls.filter(({ number }) => numbers.includes(number)),
    forget: (numbers, names) => {
      for (const call of calls.filter(({ number }) => numbers.includes(number))) {
        for (const name of names) if (name in call.fields) call.fields[name] = ''
        call.answers = ''
        call.details = ''
      }
    },
  }
}

function exported(
  { fields, answers, details }: Interaction,
  names: readonly string[],
): readonly Record<string, string>[] {
  const cti = names.flatMap((name) => (name in fields ? [{ cti_fields: `${name}:${fields[name] ?? ''}` }] : []))
  return [
    ...cti,
    ...(answers === '' ? [] : [{ question_answer: answers }]),
    ...(details === '' ? [] : [{ business_task_details: details }]),
  ]
}

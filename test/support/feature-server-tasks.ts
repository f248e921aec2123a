/**
 * A Feature Server of a test: messages by the caller's number, and the tasks forget-me and export-me as far as their
 * documentation goes. They read requests from a folder, compare numbers letter by letter, and write a log a day.
 */

import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Action } from '../../src/domain/request.ts'

export interface VoiceMessage {
  readonly id: string
  readonly ani: string
  readonly sound: string
}

/** The name of the log, and how it tells what. */
export interface TaskWords {
  readonly opening: (file: string) => string
  readonly done: (ani: string) => string
  readonly none: (ani: string) => string
}

const usualWords: TaskWords = {
  opening: (file) => `Processing ${file}`,
  done: (ani) => `ANI ${ani}: TTL set, SUCCESS`,
  none: (ani) => `ANI ${ani}: no messages, skipped`,
}

const taskFolders = ['requests', 'logs', 'recordings'] as const

export class TaskServer {
  readonly folder: string
  readonly messages: Map<string, VoiceMessage>
  words: TaskWords = usualWords
  readonly #seen = new Set<string>()

  constructor(folder: string, messages: readonly VoiceMessage[]) {
    this.folder = folder
    this.messages = new Map(messages.map((message) => [message.id, message]))
    for (const name of taskFolders) mkdirSync(join(folder, name), { recursive: true })
  }

  get settings() {
    const [requests, logs, recordings] = taskFolders.map((name) => join(this.folder, name))
    return { requests: requests ?? '', logs: logs ?? '', recordings: recordings ?? '' }
  }

  requests(action: Action): readonly string[] {
    return readdirSync(this.settings.requests)
      .filter((name) => name.startsWith(`${action}-`) && name.endsWith('.json'))
      .sort()
  }

  recording(name: string, sound: string): void {
    mkdirSync(join(this.settings.recordings, name, '..'), { recursive: true })
    writeFileSync(join(this.settings.recordings, name), sound)
  }

  /** Each request once. */
  run(action: Action, at: Date): void {
    const lines: string[] = []
    for (const file of this.requests(action).filter((name) => !this.#seen.has(name))) {
      this.#seen.add(file)
      lines.push(this.words.opening(file))
      for (const ani of numbersIn(join(this.settings.requests, file))) lines.push(this.#perform(action, ani))
    }
    this.log(action, at, lines)
  }

  log(action: Action, at: Date, lines: readonly string[]): void {
    const iso = at.toISOString()
    const stamp = `${iso.slice(0, 10)} ${iso.slice(11, 19)},123 INFO`
    appendFileSync(this.logPath(action, at), lines.map((line) => `${stamp} ${line}\n`).join(''))
  }

  logPath(action: Action, at: Date): string {
    const [year, month, day] = at.toISOString().slice(0, 10).split('-')
    return join(this.settings.logs, `sipfs-${action}Me-${day}${month}${year}.log`)
  }

  #perform(action: Action, ani: string): string {
    const found = [...this.messages.values()].filter((message) => message.ani === ani)
    if (found.length === 0) return this.words.none(ani)
    for (const { id, sound } of found) {
      if (action === 'forget') this.messages.delete(id)
      else this.recording(`8001_${ani}_${id}.wav`, sound)
    }
    return this.words.done(ani)
  }
}

/** The form of the request is held against the documented one. */
function numbersIn(path: string): readonly string[] {
  const { caseid, consumers, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
  if (typeof caseid !== 'string' || !Array.isArray(consumers) || Object.keys(rest).length > 0) {
    throw new Error('not a request in the on-premises form')
  }
  return consumers.flatMap(({ consumer }: { readonly consumer: readonly { readonly phone: string }[] }) =>
    consumer.map(({ phone }) => phone),
  )
}

/** What was asked of the GDPR task for a run: names of requests and prints of people, in a file of the state folder. */

import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import { removeLastingly, removeLeftovers, writeAtomically } from '../../platform/files/atomic-write.ts'
import { stateUnwritten } from '../../platform/files/failures.ts'
import { stateUnreadable } from './failures.ts'

/** `search`: what there is. `forget`: that it goes. `verify`: what there is after a forget. */
export const purposes = ['search', 'forget', 'verify'] as const
export type Purpose = (typeof purposes)[number]

export interface AskedRequest {
  /** Without its ending. */
  readonly name: string
  readonly purpose: Purpose
  /** Their prints, in the order of the request. */
  readonly people: readonly string[]
  /** The result after which it was renewed, so that the task takes it once more. */
  readonly renewedAfter: string | null
}

export interface AskedRun {
  /** ISO 8601, UTC. */
  readonly since: string
  /** Nobody waits for an answer any more, since then. */
  readonly overSince: string | null
  /** In the order in which they were asked. */
  readonly requests: readonly AskedRequest[]
}

export interface AskedFile {
  readonly run: () => AskedRun
  /** Lasting when it resolves. */
  readonly write: (run: AskedRun) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Null where nothing was asked. */
export async function readAsked(path: string): Promise<AskedRun | null> {
  const text = await asState(() => readFile(path, 'utf8').catch(ignoreMissing))
  return text === undefined ? null : runIn(text)
}

export function askedPath(folder: string, runId: string): string {
  return join(folder, `${sha256(runId).slice(0, 32)}.json`)
}

/** Begins one where nothing was asked; it lasts from the first writing. */
export async function openAsked(path: string, folder: string, now: Date): Promise<AskedFile> {
  const before = await readAsked(path)
  let run: AskedRun = before ?? { since: now.toISOString(), overSince: null, requests: [] }
  let isLasting = before !== null
  return {
    run: () => run,
    write: async (next) => {
      await asState(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await removeLeftovers(folder)
        await writeAtomically(path, { mode: 0o600, token: randomToken() }, async (output) => {
          output.write(`${JSON.stringify(next, null, 2)}\n`)
        })
      })
      run = next
      isLasting = true
    },
    remove: async () => {
      if (isLasting) await asState(() => removeLastingly(path))
      isLasting = false
    },
  }
}

/** Of every run for which something was asked: file by file. */
export async function* allAsked(folder: string): AsyncIterable<{ readonly path: string; readonly run: AskedRun }> {
  const names = await asState(async () => (await readdir(folder).catch(ignoreMissing)) ?? [])
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const run = await readAsked(join(folder, name))
    if (run !== null) yield { path: join(folder, name), run }
  }
}

function runIn(text: string): AskedRun {
  const [since, overSince, requests] = membersOf(parsed(text), 'since', 'overSince', 'requests')
  if (!isTime(since) || !(overSince === null || isTime(overSince)) || !Array.isArray(requests)) throw stateUnreadable()
  return { since, overSince, requests: requests.map(requestIn) }
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function requestIn(value: unknown): AskedRequest {
  const [name, written, people, renewedAfter = null] = membersOf(value, 'name', 'purpose', 'people', 'renewedAfter')
  const purpose = purposes.find((one) => one === written)
  const isRenewal = renewedAfter === null || typeof renewedAfter === 'string'
  if (typeof name !== 'string' || purpose === undefined || !Array.isArray(people) || !isRenewal) throw stateUnreadable()
  return { name, purpose, people: people.map(String), renewedAfter }
}

function membersOf(value: unknown, ...names: readonly string[]): readonly unknown[] {
  return names.map((name): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw stateUnreadable()
  }
}

async function asState<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw stateUnwritten(error instanceof StepFailed ? error.cause : error)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error
  return undefined
}

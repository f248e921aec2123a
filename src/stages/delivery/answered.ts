/** Reads an execution log back: what this very file was answered, for a journal that does not know. */

import { StepFailed } from '../../domain/errors.ts'
import type { AttemptReport, ProductReport, RunEnding, RunReport } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import { productOutcomes } from '../../domain/step.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'

export interface Asking {
  readonly fileName: string
  /** Of the request file, hexadecimal. */
  readonly sha256: string
  readonly tenant: string
}

export type Answered =
  | { readonly kind: 'final'; readonly state: 'done' | 'rejected' | RunEnding; readonly action: Action | null }
  /** A product failed or deferred: the run is to go on. */
  | { readonly kind: 'open'; readonly run: AnsweredOpen }

export interface AnsweredOpen extends Omit<RunReport, 'tenant' | 'finishedAt' | 'ended' | 'declared'> {
  readonly fileNumber: number
  /** What an earlier version told of people who gave the same identifier; of a log of today nothing. */
  readonly turns: Readonly<Record<string, number>>
}

/** An answer holds its request twice and more; what is larger is none of ours. */
const largestAnswer = 512 * 1024 * 1024

export async function readAnswer(path: string, { sha256, tenant }: Asking): Promise<Answered | null> {
  const reading = await readFileOnce(path, largestAnswer)
  if (reading.kind !== 'read') return null
  const run = membersOf(membersOf(parse(reading.bytes))['run'])
  if (run['sha256'] !== sha256 || run['tenant'] !== tenant) return null
  const action = run['action'] === 'export' || run['action'] === 'forget' ? run['action'] : null
  const state = [run['outcome'], run['ended']].flatMap((word) => finals.find((one) => one === word) ?? []).at(-1)
  if (state !== undefined) return { kind: 'final', state, action }
  return action === null ? null : openRun(run, action)
}

const finals = ['done', 'rejected', 'cancelled', 'given-up'] as const

type Members = Readonly<Record<string, unknown>>

/** Null when the log has not what a run is continued from; the file is then processed as a new one. */
function openRun(run: Members, action: Action): Answered | null {
  try {
    const [createdTs, attempt, fileNumber] = [count(run, 'createdTs'), count(run, 'attempt'), count(run, 'fileNumber')]
    const products = list(run, 'products').filter(isSearched).map(productOf)
    const attempts = list(run, 'attempts').map(attemptOf)
    const [id, startedAt] = [text(run, 'id'), text(run, 'startedAt')]
    const turns = countsIn(membersOf(run['turns']))
    return { kind: 'open', run: { id, action, startedAt, createdTs, attempt, fileNumber, products, attempts, turns } }
  } catch (error) {
    if (error instanceof StepFailed) return null
    throw error
  }
}

/** What is declared says so itself at the next attempt. */
function isSearched(product: Members): boolean {
  return product['disposition'] === undefined
}

function productOf(product: Members): ProductReport {
  const { warnings } = product
  return {
    ...resultOf(product),
    evaluated: count(product, 'evaluated'),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
  }
}

function attemptOf(attempt: Members): AttemptReport {
  const [startedAt, finishedAt] = [text(attempt, 'startedAt'), text(attempt, 'finishedAt')]
  return {
    attempt: count(attempt, 'attempt'),
    startedAt,
    finishedAt,
    products: list(attempt, 'products').map(resultOf),
  }
}

function resultOf(product: Members): AttemptReport['products'][number] {
  const outcome = productOutcomes.find((one) => one === product['outcome'])
  if (outcome === undefined) throw unreadable()
  return {
    product: text(product, 'product'),
    outcome,
    found: count(product, 'found'),
    erased: count(product, 'erased'),
    left: count(product, 'left'),
    deferred: count(product, 'deferred'),
    reason: typeof product['reason'] === 'string' ? product['reason'] : null,
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(members: Members, name: string): readonly Members[] {
  const value = members[name]
  if (!Array.isArray(value)) throw unreadable()
  return value.map(membersOf)
}

function text(members: Members, name: string): string {
  const value = members[name]
  if (typeof value !== 'string') throw unreadable()
  return value
}

function count(members: Members, name: string): number {
  const value = members[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw unreadable()
  return value
}

function countsIn(members: Members): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(members).map((name) => [name, count(members, name)]))
}

function unreadable(): StepFailed {
  return new StepFailed('file', 'an execution log cannot be read back', { retryable: false })
}

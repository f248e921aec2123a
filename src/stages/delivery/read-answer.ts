/** Reads an execution log back: what this very file was answered, for a journal that does not know. */

import { StepFailed } from '../../domain/errors.ts'
import type { AttemptReport, ProductReport, RunEnding, RunReport } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import { productOutcomes } from '../../domain/step.ts'
import type { Seal } from '../../platform/crypto/seal.ts'
import { readEndOnce } from '../../platform/files/request-file.ts'
import { hasSeal, type Members } from './run-seal.ts'
import { answerUnreadable } from '../failures.ts'
import { readUsualSpellings } from './usual-spellings.ts'

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
  /** Somebody else may have written it: an older version, this one with another secret, or a cheat. */
  | { readonly kind: 'unsealed' }

export interface AnsweredOpen extends Omit<RunReport, 'tenant' | 'finishedAt' | 'ended' | 'declared'> {
  readonly fileNumber: number
  /** What an earlier version told of people who gave the same identifier; of a log of today nothing. */
  readonly turns: Readonly<Record<string, number>>
}

/** Of a larger answer only its end is read: there stands the run, and what comes before it may be as large as anybody likes. */
const wholeBytes = 1024 * 1024
const endBytes = 2 * wholeBytes

/** Null for what is no answer to this very file. */
export async function readAnswer(path: string, asking: Asking, seal: Seal): Promise<Answered | null> {
  const end = await readEndOnce(path, endBytes)
  if (end.kind !== 'read') return null
  const text = new TextDecoder().decode(end.bytes)
  const document = end.size > wholeBytes ? parse(endOf(text)) : parse(text)
  const members = membersOf(membersOf(document)['run'])
  if (members['sha256'] !== asking.sha256 || members['tenant'] !== asking.tenant) return null
  return hasSeal(seal, asking.fileName, members) ? answeredIn(members) : { kind: 'unsealed' }
}

/** As our own answers are written, whatever stands before: a line in a text of the sender's never begins like that. */
function endOf(text: string): string {
  const start = text.lastIndexOf('\n  "run": {')
  return start === -1 ? '' : `{${text.slice(start)}`
}

function answeredIn(run: Members): Answered | null {
  const action = run['action'] === 'export' || run['action'] === 'forget' ? run['action'] : null
  const state = [run['outcome'], run['ended']].flatMap((word) => finals.find((one) => one === word) ?? []).at(-1)
  if (state !== undefined) return { kind: 'final', state, action }
  return action === null ? null : openRun(run, action)
}

const finals = ['done', 'rejected', 'cancelled', 'given-up'] as const

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
  const { warnings, usualSpellings } = product
  return {
    ...resultOf(product),
    evaluated: count(product, 'evaluated'),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    usualSpellings: readUsualSpellings(usualSpellings),
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
  if (outcome === undefined) throw answerUnreadable()
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function list(members: Members, name: string): readonly Members[] {
  const value = members[name]
  if (!Array.isArray(value)) throw answerUnreadable()
  return value.map(membersOf)
}

function text(members: Members, name: string): string {
  const value = members[name]
  if (typeof value !== 'string') throw answerUnreadable()
  return value
}

function count(members: Members, name: string): number {
  const value = members[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw answerUnreadable()
  return value
}

function countsIn(members: Members): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(members).map((name) => [name, count(members, name)]))
}

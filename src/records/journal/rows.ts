/** Rows of the journal as entries, and the other way round; a row that does not fit means a damaged journal. */

import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { Action } from '../../domain/request.ts'
import type { Row } from '../../platform/sql/database.ts'
import { phases, productOutcomes } from '../../domain/step.ts'
import { fileStates, runStates } from './entries.ts'
import type { AttemptEntry, EarlierRun, EntryMark, FileEntry, RunEntry, StepEntry, Worker } from './entries.ts'
import { journalDamaged } from './damage.ts'

const endings = ['cancelled', 'given-up'] as const
export const actions: readonly Action[] = ['export', 'forget']

export function fileEntry(row: Row): FileEntry {
  return {
    name: text(row, 'name'),
    sha256: text(row, 'sha256'),
    size: integer(row, 'size'),
    action: row['action'] === null ? null : oneOf(actions, row['action']),
    state: oneOf(fileStates, row['state']),
    reason: textOrNull(row, 'reason'),
    runId: textOrNull(row, 'run_id'),
    fileNumber: row['file_number'] === null ? null : integer(row, 'file_number'),
    firstSeen: text(row, 'first_seen'),
    receivedAt: textOrNull(row, 'received_at'),
  }
}

export function runEntry(row: Row): RunEntry {
  const [startedAt, earlier] = [text(row, 'started_at'), earlierIn(textOrNull(row, 'earlier'))]
  return {
    id: text(row, 'id'),
    tenant: text(row, 'tenant'),
    action: oneOf(actions, row['action']),
    createdTs: earlier?.createdTs ?? Math.floor(Date.parse(startedAt) / 1000),
    salt: text(row, 'salt'),
    earlier,
    attempt: integer(row, 'attempt'),
    state: oneOf(runStates, row['state']),
    startedAt,
    dueAt: textOrNull(row, 'due_at'),
    cancelAsked: textOrNull(row, 'cancel_asked'),
    ended: row['ended'] === null ? null : oneOf(endings, row['ended']),
  }
}

/** What can change in a run. */
export type RunChange = Partial<Pick<RunEntry, 'state' | 'attempt' | 'dueAt' | 'cancelAsked' | 'ended'>>

export function runColumns(change: RunChange): Record<string, string | number | null> {
  const { dueAt, cancelAsked, ...rest } = change
  return {
    ...rest,
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(cancelAsked === undefined ? {} : { cancel_asked: cancelAsked }),
  }
}

export function attemptEntry(row: Row): AttemptEntry {
  return {
    attempt: integer(row, 'attempt'),
    startedAt: text(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    products: productsIn(text(row, 'products')),
    worker: workerIn(row),
  }
}

function workerIn(row: Row): Worker | null {
  const [host, account, version] = [textOrNull(row, 'host'), textOrNull(row, 'account'), textOrNull(row, 'version')]
  return host === null || account === null || version === null ? null : { host, account, version }
}

export function stepEntry(row: Row): StepEntry {
  return {
    runId: text(row, 'run_id'),
    product: text(row, 'product'),
    ordinal: integer(row, 'ordinal'),
    entry: entryMark(row),
    phase: oneOf(phases, row['phase']),
    outcome: row['outcome'] === null ? null : oneOf(productOutcomes, row['outcome']),
    searchesBy: row['searches_by'] === null ? null : kindsIn(text(row, 'searches_by')),
    evaluated: integer(row, 'evaluated'),
    found: integer(row, 'found'),
    erased: integer(row, 'erased'),
    left: integer(row, 'left_over'),
    deferred: integer(row, 'deferred'),
    reason: textOrNull(row, 'reason'),
    warnings: warningsIn(text(row, 'warnings')),
    usualSpellings: usualSpellingsIn(textOrNull(row, 'usual_spellings')),
  }
}

function entryMark(row: Row): EntryMark | null {
  const [settings, place] = [textOrNull(row, 'entry_settings'), textOrNull(row, 'entry_place')]
  return settings === null || place === null ? null : { settings, place }
}

/** Columns of a step; what is undefined stays as it is. */
export function stepColumns(step: Partial<StepEntry>): Record<string, string | number | null> {
  const columns = {
    entry_settings: step.entry?.settings,
    entry_place: step.entry?.place,
    phase: step.phase,
    outcome: step.outcome,
    searches_by: step.searchesBy === undefined ? undefined : (step.searchesBy?.join(' ') ?? null),
    evaluated: step.evaluated,
    found: step.found,
    erased: step.erased,
    left_over: step.left,
    deferred: step.deferred,
    reason: step.reason,
    warnings: step.warnings === undefined ? undefined : JSON.stringify(step.warnings),
    usual_spellings: step.usualSpellings === undefined ? undefined : JSON.stringify(step.usualSpellings),
  }
  const given: Record<string, string | number | null> = {}
  for (const [name, value] of Object.entries(columns)) if (value !== undefined) given[name] = value
  return given
}

export function text(row: Row, column: string): string {
  const value = row[column]
  return typeof value === 'string' ? value : damaged()
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

/** PostgreSQL returns its big integers as text. */
export function integer(row: Row, column: string): number {
  const value = Number(row[column] ?? Number.NaN)
  return Number.isSafeInteger(value) ? value : damaged()
}

function kindsIn(list: string): readonly IdentifierKind[] {
  return list === '' ? [] : list.split(' ').map((kind) => oneOf(identifierKinds, kind))
}

function warningsIn(json: string): readonly string[] {
  return listIn(json).map(String)
}

function usualSpellingsIn(json: string | null): StepEntry['usualSpellings'] {
  return listIn(json ?? '[]').map((item) => {
    const { column, kinds } = rowIn(item)
    if (typeof column !== 'string' || !Array.isArray(kinds)) return damaged()
    return { column, kinds: kinds.map((kind) => oneOf(identifierKinds, kind)) }
  })
}

function productsIn(json: string): AttemptEntry['products'] {
  return listIn(json).map((item) => {
    const row: Row = typeof item === 'object' && item !== null ? { ...item } : {}
    const counts = { found: integer(row, 'found'), erased: integer(row, 'erased'), left: integer(row, 'left') }
    const outcome = oneOf(productOutcomes, row['outcome'])
    const reason = textOrNull(row, 'reason')
    return { product: text(row, 'product'), outcome, ...counts, deferred: integer(row, 'deferred'), reason }
  })
}

function earlierIn(json: string | null): EarlierRun | null {
  if (json === null) return null
  const earlier = objectIn(json)
  const turns = rowIn(earlier['turns'])
  return {
    createdTs: integer(earlier, 'createdTs'),
    lastTs: integer(earlier, 'lastTs'),
    turns: Object.fromEntries(Object.keys(turns).map((key) => [key, integer(turns, key)])),
  }
}

function objectIn(json: string): Row {
  return rowIn(listIn(`[${json}]`)[0])
}

function rowIn(object: unknown): Row {
  return typeof object === 'object' && object !== null ? { ...object } : damaged()
}

function listIn(json: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(json)
    if (Array.isArray(parsed)) return parsed
  } catch {
    // Not JSON: what follows says so.
  }
  return damaged()
}

export function oneOf<T extends string>(known: readonly T[], value: unknown): T {
  return known.find((candidate) => candidate === value) ?? damaged()
}

function damaged(): never {
  throw journalDamaged()
}

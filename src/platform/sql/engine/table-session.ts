/** A product made of tables in one database: the five verbs of the contract over a list of searches. */

import type { Effect, Foreseen } from '../../../domain/effect.ts'
import type { Evaluation, FoundValue, RecordedFinding, Target } from '../../../domain/finding.ts'
import type { Left } from '../../../domain/outcome.ts'
import type { Complaint, ProductSession, RunContext, Subjects } from '../../../domain/product.ts'
import type { Database } from '../database.ts'
import { eraseRecorded, type EraseRun } from './erase.ts'
import { foreseeErasing } from './foresee.ts'
import { inspectTables, type Inspection } from './check/inspect.ts'
import { needlesOf } from '../../match/needles.ts'
import { periodsOf } from '../../time/periods.ts'
import type { NumberRules } from '../../match/own-numbers.ts'
import { PeopleSeen } from './ways/people.ts'
import type { TargetOf } from './recorded-rows.ts'
import { requireTable, type ResolvedTable } from './resolved.ts'
import { wholeRow, wholeRowOf } from './row-documents.ts'
import { shortcodesOf } from './conditions/shortcodes.ts'
import { searchTables } from './search.ts'
import type { FullScanPolicy, TableMap, TableSearch } from './table-map.ts'
import type { RowsBefore } from './table-rows.ts'
import { leftInTables, leftOfRecorded, mergeLeft } from './verify.ts'
import { noLongerNamed } from './failures.ts'

export interface TableWork {
  readonly database: Database
  readonly searches: readonly TableSearch[]
  readonly pseudonymOf: (salt: string, subjectKey: string) => string
  /** How the tenant's identifiers are read. */
  readonly rules: NumberRules
  /** By whose clock a time has a day; IANA name. */
  readonly timeZone: string
  /** The map of a recorded table that the searches do not name now; null when it is unknown. */
  readonly recordedMap?: (target: Target) => TableMap | null
}

/** What `product` entries over tables have in common in the settings. */
export interface ScanSettings {
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

/** The session of a product whose searches follow from its settings alone. */
export function tableSession(work: TableWork, settings: ScanSettings): ProductSession {
  return {
    searchesBy: [...new Set(work.searches.flatMap(({ map }) => map.columns.flatMap((column) => column.identifies)))],
    check: (forAction) => checkTables(work, forAction, settings),
    find: (subjects, run) => findInTables(work, subjects, run),
    foresee: (findings, run) => foreseeInTables(work, findings, run),
    erase: (findings, run) => eraseInTables(work, findings, run),
    verify: (subjects, findings, run) => verifyInTables(work, subjects, findings, run),
    // The database is closed by whoever opened it.
    close: () => Promise.resolve(),
  }
}

/** `earlier`: rows of earlier runs that lead on. */
export function findInTables(
  work: TableWork,
  subjects: Subjects,
  run: RunContext,
  earlier: RowsBefore = new Map(),
): AsyncIterable<Evaluation> {
  const people = new PeopleSeen(run.salt, work.rules)
  return searchTables({ ...searchRun(work, subjects, run), earlier, people }, work.searches)
}

export function eraseInTables(
  work: TableWork,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): AsyncIterable<Effect> {
  return eraseRecorded(eraseRun(work, run), findings)
}

export function foreseeInTables(
  work: TableWork,
  findings: AsyncIterable<FoundValue>,
  run: RunContext,
): AsyncIterable<Foreseen> {
  return foreseeErasing(eraseRun(work, run), findings)
}

function eraseRun(work: TableWork, { salt, again, signal }: RunContext): EraseRun {
  const { database, rules } = work
  const pseudonymOf = (subjectKey: string): string => work.pseudonymOf(salt, subjectKey)
  return { database, targetOf: targetsOf(work), pseudonymOf, rules, again, signal }
}

export async function verifyInTables(
  work: TableWork,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  // What still stands in a file is not erased.
  await work.database.clearFiles()
  const search = searchRun(work, subjects, run)
  const direct = await leftInTables(search, work.searches)
  const pseudonymOf = (subjectKey: string): string => work.pseudonymOf(run.salt, subjectKey)
  return mergeLeft(direct, await leftOfRecorded(search, findings, { targetOf: targetsOf(work), pseudonymOf }))
}

export function checkTables(
  work: TableWork,
  forAction: Inspection['forAction'],
  settings: ScanSettings,
): Promise<readonly Complaint[]> {
  const { fullScan = 'warn', fullScanRows = 1_000_000 } = settings
  return inspectTables(work.database, work.searches, { forAction, fullScan, fullScanRows })
}

function searchRun(work: TableWork, subjects: Subjects, run: RunContext): Parameters<typeof searchTables>[0] {
  const forget = run.action === 'forget'
  const needles = needlesOf(subjects)
  const periods = periodsOf(subjects)
  return {
    database: work.database,
    needles,
    wholeRows: forget,
    wholeTexts: !forget,
    signal: run.signal,
    rest: run.rest,
    onRead: run.onRead,
    shortcodes: shortcodesOf(subjects),
    periods: periods.size === 0 ? undefined : { of: periods, timeZone: work.timeZone },
  }
}

/** Recorded targets are looked up among the tables of the searches; each table is resolved once. */
function targetsOf(work: TableWork): TargetOf {
  const maps = new Map<string, TableMap>()
  for (const { map, reaches } of work.searches) {
    for (const one of [...reaches.map((reach) => reach.to), map]) maps.set(one.table, merged(maps.get(one.table), one))
  }
  const resolved = new Map<string, Promise<ResolvedTable>>()
  return async (target) => {
    const map = maps.get(target.table) ?? work.recordedMap?.(target) ?? null
    if (map === null) throw noLongerNamed(target)
    const name = maps.has(target.table) ? target.table : `${target.table}.${target.column}`
    const pending = resolved.get(name) ?? requireTable(work.database, map)
    resolved.set(name, pending)
    const table = await pending
    const column =
      target.column === wholeRow ? wholeRowOf(table) : table.columns.find((one) => one.map.column === target.column)
    if (column === undefined || column === null) throw noLongerNamed(target)
    return { table, column }
  }
}

/** One table can be reached on several ways that each name other columns of it. */
function merged(known: TableMap | undefined, map: TableMap): TableMap {
  if (known === undefined) return map
  const columns = new Map([...known.columns, ...map.columns].map((column) => [column.column, column]))
  return { ...map, columns: [...columns.values()] }
}

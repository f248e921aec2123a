/** Fills in the defaults and makes paths absolute: from the settings as written to the settings as used. */

import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

import type { DatabaseSettings, TlsSettings } from '../../platform/sql/settings.ts'
import { defaultApproval, stricterMode } from '../../stages/planning/approval.ts'
import { defaultGuard } from '../../stages/planning/guard.ts'
import { readDaySpan } from '../../platform/time/quiet-hours.ts'

import { defaultHistoryName, historyDatabaseName } from './coherence.ts'
import { readDuration } from './duration.ts'
import { markEntry, storeOf } from './entry-mark.ts'
import { completeHolds } from './holds/hold-settings.ts'
import { items, member } from './pointer.ts'
import type { ProductEntry, Settings, TenantSettings } from './settings.ts'
import type { WrittenDatabase, WrittenProduct, WrittenSettings, WrittenTenant, WrittenTls } from './written.ts'

/** Makes one product entry's settings absolute and clean; `checkProducts` has accepted them before. */
export type CompleteEntry = (entry: WrittenProduct) => unknown

export interface Completion {
  readonly baseDirectory: string
  readonly completeEntry: CompleteEntry
  /** What the product says of where an entry's data stands, beside its database. */
  readonly placeOf: (product: string, settings: unknown) => unknown
  /** The file before secrets were filled in. */
  readonly document: unknown
}

const defaultLimits: Settings['limits'] = {
  nestingDepth: 64,
  valuesPerFile: 100_000,
  subjectsPerFile: 10_000,
  identifiersPerFile: 10_000,
  identifiersPerSubject: 10_000,
  identifierLength: 1024,
  filesPerRun: 1000,
  subjectsPerRun: 5000,
  identifiersPerRun: 10_000,
}

export function complete(written: WrittenSettings, how: Completion): Settings {
  const { baseDirectory } = how
  return {
    baseDirectory,
    journal: completeDatabase(written.journal ?? sqliteFile('lethe.db'), baseDirectory),
    leaseMs: readDuration(written.lease ?? 30) ?? 30_000,
    databases: completeDatabases(written, baseDirectory),
    history: {
      database: historyDatabaseName(written),
      daysToKeep: written.history?.daysToKeep ?? 15,
      create: written.history?.create ?? false,
    },
    tenants: written.tenants.map((tenant, index) => {
      const asWritten = items(member(items(member(how.document, 'tenants'))[index], 'products'))
      return completeTenant(tenant, { ...how, databases: written.databases ?? {}, asWritten })
    }),
    settleMs: readDuration(written.settle ?? 2) ?? 2000,
    gatherMs: readDuration(written.gather ?? 0) ?? 0,
    patienceMs: readDuration(written.patience ?? 60) ?? 60_000,
    maxRequestBytes: written.maxRequestBytes ?? 10 * 1024 * 1024,
    limits: { ...defaultLimits, ...written.limits },
    giveUpAfterDays: written.giveUpAfterDays ?? 30,
    deadlineDays: written.deadlineDays ?? 30,
    answerNearMisses: written.answerNearMisses ?? false,
    polling: written.polling ?? false,
    outputMode: Number.parseInt(written.outputMode ?? '0640', 8),
    metrics: written.metrics === undefined ? null : { host: '127.0.0.1', ...written.metrics },
    log: { level: written.log?.level ?? 'info' },
  }
}

function sqliteFile(filename: string): WrittenDatabase {
  return { client: 'better-sqlite3', filename }
}

function completeDatabases(written: WrittenSettings, base: string): Readonly<Record<string, DatabaseSettings>> {
  const declared = { ...written.databases }
  const history = historyDatabaseName(written)
  if (history === defaultHistoryName) declared[history] ??= sqliteFile('lethe-history.db')
  return Object.fromEntries(
    Object.entries(declared).map(([name, database]) => [name, completeDatabase(database, base)] as const),
  )
}

function completeDatabase(written: WrittenDatabase, base: string): DatabaseSettings {
  const { tls: _tls, filename, quietHours: _quietHours, ...rest } = written
  return {
    ...rest,
    ...(filename === undefined ? {} : { filename: resolve(base, filename) }),
    tls: completeTls(written, base),
    rowsPerTransaction: written.rowsPerTransaction ?? 1000,
    lockTimeoutMs: written.lockTimeoutMs ?? 5000,
    pauseMs: written.pauseMs ?? 0,
  }
}

function completeTls(written: WrittenDatabase, base: string): TlsSettings {
  // A file has no network to protect.
  if (written.client === 'better-sqlite3') return { mode: 'off' }
  const tls: WrittenTls = typeof written.tls === 'string' ? { mode: written.tls } : (written.tls ?? {})
  return {
    mode: tls.mode ?? 'required',
    ...(tls.caFile === undefined ? {} : { caFile: resolve(base, tls.caFile) }),
    ...(tls.certFile === undefined ? {} : { certFile: resolve(base, tls.certFile) }),
    ...(tls.keyFile === undefined ? {} : { keyFile: resolve(base, tls.keyFile) }),
    ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }),
  }
}

interface TenantCompletion extends Completion {
  readonly databases: Readonly<Record<string, WrittenDatabase>>
  /** The product entries before secrets were filled in. */
  readonly asWritten: readonly unknown[]
}

function completeTenant(written: WrittenTenant, how: TenantCompletion): TenantSettings {
  return {
    name: written.name,
    tenantKey: written.tenantKey,
    country: written.country,
    ...(written.dialingPrefixes === undefined ? {} : { dialingPrefixes: written.dialingPrefixes }),
    timeZone: written.timeZone,
    directory: realpathSync(resolve(how.baseDirectory, written.directory)),
    layout: written.layout ?? 'shared',
    pickup: written.pickup ?? 'changed',
    ...(written.accounts === undefined ? {} : { accounts: written.accounts }),
    ...(written.ownNumbers === undefined ? {} : { ownNumbers: written.ownNumbers }),
    guard: { ...defaultGuard, ...written.guard },
    approval: approvalOf(written, how.baseDirectory),
    holds: completeHolds(written.holds ?? {}, how.baseDirectory),
    process: { export: written.process?.export ?? 'on-arrival', forget: written.process?.forget ?? 'scheduled' },
    schedule: written.schedule ?? '0 3 * * *',
    products: nameEntries(written, how),
  }
}

function approvalOf({ approval = {} }: WrittenTenant, base: string): TenantSettings['approval'] {
  const { expiresAfter, approvers, ...rest } = approval
  const expiry = expiresAfter === undefined ? null : readDuration(expiresAfter)
  return {
    ...defaultApproval,
    ...rest,
    ...(expiry === null ? {} : { expiresAfterMs: expiry }),
    ...(approvers === undefined ? {} : { approvers: resolve(base, approvers) }),
  }
}

function nameEntries({ products, approval }: WrittenTenant, how: TenantCompletion): readonly ProductEntry[] {
  const counts = new Map<string, number>()
  return products.map((entry, index) => {
    const count = (counts.get(entry.product) ?? 0) + 1
    counts.set(entry.product, count)
    const name = count === 1 ? entry.product : `${entry.product}#${count}`
    const { product } = entry
    const settings = how.completeEntry(entry)
    const [asWritten, place] = [how.asWritten[index], how.placeOf(product, settings)]
    const mark = markEntry(product, asWritten, place, how.databases)
    const store = storeOf(product, asWritten, place, how.databases)
    const mode = stricterMode(approval?.mode ?? defaultApproval.mode, entry.approval ?? 'never')
    return { product, name, mark, store, quietHours: quietHoursOf(entry, how), approval: mode, settings }
  })
}

/** Those of the entry, and those of the database that it names. */
function quietHoursOf(entry: WrittenProduct, { databases }: TenantCompletion): ProductEntry['quietHours'] {
  const database = entry['database']
  const named = typeof database === 'string' && Object.hasOwn(databases, database) ? databases[database] : undefined
  return [...(entry.quietHours ?? []), ...(named?.quietHours ?? [])].flatMap((text) => readDaySpan(text) ?? [])
}

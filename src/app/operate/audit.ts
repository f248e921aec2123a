/** Answers the auditors' two questions over one tenant or all, and writes the answers as CSV. */

import { identifierKinds } from '../../domain/identifier.ts'
import { CsvPiece } from '../../platform/csv/pieces.ts'
import { identifierOf } from '../../platform/match/identifier.ts'
import { printableText } from '../../platform/text/printable.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { AuditorsQuestion, WrittenAs } from '../../records/history/auditors-query.ts'
import type { History } from '../../records/history/history.ts'

import type { Services } from '../compose.ts'
import { isFile } from '../folders.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface AuditQuestion {
  readonly consumer: string
  /** Null: all tenants. */
  readonly tenant: string | null
  /** UTC epoch seconds, both included. */
  readonly from: number
  readonly to: number
  readonly audit: boolean
}

/** What the history has of whom was asked for. */
export interface Audited {
  /** Under their documented column names; of an audit also HOST, where the journal knows who worked on the row's run. */
  readonly rows: readonly Row[]
  readonly summary: AuditSummary
}

export interface AuditSummary {
  /** How the identifier is written in the requests whose rows these are. */
  readonly spellings: readonly string[]
  readonly exports: number
  readonly forgets: number
  /** UTC epoch seconds of the first and the last row; null when there is none. */
  readonly period: { readonly first: number; readonly last: number } | null
}

const actions = ['export', 'forget'] as const

/** Whoever is written in another way is the same: a number by its digits, an address in whichever case or script. */
export async function audit(services: Services, question: AuditQuestion): Promise<Audited> {
  const history = await services.history()
  const rows: Row[] = []
  const trail: Row[] = []
  const spellings = new Set<string>()
  for (const tenant of tenantsAsked(services, question.tenant)) {
    const period = { tenantKey: tenant.tenantKey, from: question.from, to: question.to }
    const isAsked = sameIdentifier(question.consumer, tenant)
    const written = (await history.writtenIn(period)).filter(isAsked).map(({ consumer }) => consumer)
    for (const consumer of new Set(written.sort())) {
      spellings.add(consumer)
      const all = await history.ask({ ...period, consumer, audit: true })
      trail.push(...all)
      rows.push(...(question.audit ? all : await valuesOf(history, { ...period, consumer })))
    }
  }
  const shown = question.audit ? await withHosts(services, rows) : rows
  return { rows: shown, summary: summaryOf(trail, [...spellings]) }
}

/** Each once, of exports and of forgets. */
async function valuesOf(history: History, of: Omit<AuditorsQuestion, 'audit'>): Promise<readonly Row[]> {
  const found = await Promise.all(actions.map((action) => history.ask({ ...of, audit: false, action })))
  return found.flat()
}

/** Tenants under one key share their rows. */
function tenantsAsked({ settings }: Services, name: string | null): readonly TenantSettings[] {
  const asked = settings.tenants.filter((tenant) => name === null || tenant.name === name)
  return [...new Map(asked.map((tenant) => [tenant.tenantKey, tenant])).values()]
}

function sameIdentifier(asked: string, tenant: TenantSettings): (written: WrittenAs) => boolean {
  const folded = fold(asked)
  const normals = new Map(
    identifierKinds.map((kind) => [kind, identifierOf({ kind, consumerId: asked }, tenant)?.normal ?? null]),
  )
  const told = identifierKinds.filter((kind) => normals.get(kind) !== null)
  return ({ consumer, kind }) => {
    if (fold(consumer) === folded) return true
    return told.some((one) => {
      if (kind !== null && kind !== one) return false
      return identifierOf({ kind: one, consumerId: consumer }, tenant)?.normal === normals.get(one)
    })
  }
}

function fold(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}

function summaryOf(trail: readonly Row[], spellings: readonly string[]): AuditSummary {
  const forgets = trail.filter((row) => Number(row['FORGET']) === 1).length
  const times = trail.map((row) => Number(row['CREATED_TS']))
  const period = times.length === 0 ? null : { first: lowest(times), last: -lowest(times.map((time) => -time)) }
  return { spellings, exports: trail.length - forgets, forgets, period }
}

/** However many there are. */
function lowest(numbers: readonly number[]): number {
  return numbers.reduce((low, one) => Math.min(low, one), Infinity)
}

/** Who asks from another machine has no journal there, and none is made. */
async function withHosts(services: Services, rows: readonly Row[]): Promise<readonly Row[]> {
  const { filename } = services.settings.journal
  if (filename !== undefined && !isFile(filename)) return rows
  const hosts = new Map<string, string | null>()
  const journal = await services.journal()
  for (const run of new Set(rows.map((row) => cellText(row['RUN_ID'])))) {
    const record = run === '' ? null : await journal.run(run)
    const names = (record?.attempts ?? []).flatMap(({ worker }) => worker?.host ?? [])
    hosts.set(run, names.length === 0 ? null : [...new Set(names)].join(', '))
  }
  return rows.map((row) => ({ ...row, HOST: hosts.get(cellText(row['RUN_ID'])) ?? null }))
}

/** With a header row; a NULL is an empty cell. What a terminal would obey is shown as a dot: whoever needs it asks for JSON. */
export function asCsv(rows: readonly Row[]): string {
  const columns = columnsOf(rows)
  const csv = new CsvPiece()
  csv.add(columns)
  for (const row of rows) csv.add(columns.map((column) => printableText(cellText(row[column]))))
  return csv.take().toString('utf8')
}

export function columnsOf(rows: readonly Row[]): readonly string[] {
  return Object.keys(rows[0] ?? {})
}

export function cellText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}

/** Answers the auditors' two questions over one tenant or all, and writes the answers as CSV. */

import { CsvPiece } from '../../platform/csv/pieces.ts'
import { printableText } from '../../platform/text/printable.ts'
import type { Row } from '../../platform/sql/database.ts'

import type { Services } from '../compose.ts'

export interface AuditQuestion {
  readonly consumer: string
  /** Null: all tenants. */
  readonly tenant: string | null
  /** UTC epoch seconds, both included. */
  readonly from: number
  readonly to: number
  readonly audit: boolean
}

/** Rows under their documented column names. */
export async function audit(services: Services, question: AuditQuestion): Promise<readonly Row[]> {
  const history = await services.history()
  const { consumer, from, to } = question
  const keys = services.settings.tenants.flatMap((tenant) => {
    return question.tenant === null || tenant.name === question.tenant ? [tenant.tenantKey] : []
  })
  const answers: Row[] = []
  for (const tenantKey of new Set(keys)) {
    answers.push(...(await history.ask({ consumer, tenantKey, from, to, audit: question.audit })))
  }
  return answers
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

/** `lethe history`: what the history holds of a person, as table, CSV or JSON. */

import { asCsv, audit, cellText, columnsOf, type AuditQuestion } from '../../app/operate/audit.ts'

import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { readDateBound } from '../date-bound.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { jsonLine } from '../report.ts'
import { drawTable } from '../table.ts'
import { tenantProblem } from '../tenant.ts'

const formats = ['table', 'csv', 'json'] as const
type HistoryFormat = (typeof formats)[number]

export async function showHistory(call: Call): Promise<ExitCode> {
  const consumer = call.options.text('consumer')
  if (consumer === null) return tellUsage('name the identifier as submitted: `--consumer ID`', call)
  const from = readDateBound(call.options.text('from'), 'start')
  const to = readDateBound(call.options.text('to'), 'end')
  if (from === null || to === null) return tellUsage('write `--from` and `--to` as YYYY-MM-DD or epoch seconds', call)
  const format = formatOf(call)
  if (format === null) return tellUsage(`\`--format\` must be one of ${formats.join(', ')}`, call)
  const tenant = call.options.text('tenant')
  return withCallServices(call, async (services) => {
    const problem = tenantProblem(services.settings, tenant)
    if (problem !== null) return tellUsage(problem, call)
    const question: AuditQuestion = { consumer, tenant, from, to, audit: call.options.flag('audit') }
    await print(await audit(services, question), format, call)
    return 0
  })
}

function formatOf(call: Call): HistoryFormat | null {
  const asked = call.options.text('format')
  if (asked === null) return call.json ? 'json' : 'table'
  return formats.find((format) => format === asked) ?? null
}

type Rows = Awaited<ReturnType<typeof audit>>

async function print(rows: Rows, format: HistoryFormat, call: Call): Promise<void> {
  const write = call.io.out.write
  switch (format) {
    case 'json':
      for (const row of rows) await write(jsonLine(row))
      return
    case 'csv':
      return write(asCsv(rows))
    case 'table':
      return write(rows.length === 0 ? 'The history holds nothing of it.\n' : tableOf(rows, call.io.out.columns))
    default:
      format satisfies never
  }
}

function tableOf(rows: Rows, width: number): string {
  const columns = columnsOf(rows)
  const titles = columns.map((title) => ({ title }))
  return drawTable(
    titles,
    rows.map((row) => columns.map((column) => cellText(row[column]))),
    width,
  )
}

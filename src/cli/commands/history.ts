/** `lethe history`: what the history holds of a person, as table, CSV or JSON. */

import { asCsv, audit, cellText, columnsOf } from '../../app/operate/audit.ts'
import type { Audited, AuditQuestion, AuditSummary } from '../../app/operate/audit.ts'

import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { readDateBound } from '../date-bound.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { jsonLine } from '../report.ts'
import { drawTable } from '../table.ts'
import { tenantProblem } from '../tenant.ts'
import { zonedTime } from '../zoned-time.ts'

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
    const audited = await audit(services, question)
    const { daysToKeep } = services.settings.history
    const timeZone = services.settings.tenants.find(({ name }) => tenant === null || name === tenant)?.timeZone ?? 'UTC'
    await print(audited, { format, daysToKeep, timeZone }, call)
    return 0
  })
}

function formatOf(call: Call): HistoryFormat | null {
  const asked = call.options.text('format')
  if (asked === null) return call.json ? 'json' : 'table'
  return formats.find((format) => format === asked) ?? null
}

interface HistoryForm {
  readonly format: HistoryFormat
  readonly daysToKeep: number
  readonly timeZone: string
}

async function print({ rows, summary }: Audited, form: HistoryForm, call: Call): Promise<void> {
  const { format } = form
  const { write, columns: width } = call.io.out
  switch (format) {
    case 'json':
      for (const row of rows) await write(jsonLine(row))
      return
    case 'csv':
      return write(asCsv(rows))
    case 'table':
      return write(`${answerOf(summary, form, width)}${rows.length === 0 ? '' : `\n${tableOf(rows, width)}`}`)
    default:
      format satisfies never
  }
}

const daySeconds = 86_400

/** What it holds, and until when. */
function answerOf({ spellings, exports, forgets, period }: AuditSummary, form: HistoryForm, width: number): string {
  const { daysToKeep, timeZone } = form
  if (period === null) {
    return (
      'The history holds nothing of it:\n' +
      'in this period no request named it, in any spelling.\n' +
      `Rows are removed after ${daysToKeep} day(s).\n`
    )
  }
  const time = (seconds: number): string => zonedTime(new Date(seconds * 1000).toISOString(), timeZone)
  const until = (seconds: number): string => time(seconds + daysToKeep * daySeconds)
  const rows = [
    ['asked for as', spellings.join(', ')],
    ['rows of exports', exports],
    ['rows of forgets', forgets],
    ['first recorded', time(period.first)],
    ['last recorded', time(period.last)],
    ['first removed', until(period.first)],
    ['last removed', until(period.last)],
  ]
  return drawTable([{ title: 'the history' }, { title: `holds for ${daysToKeep} day(s)` }], rows, width)
}

function tableOf(rows: Audited['rows'], width: number): string {
  const columns = columnsOf(rows)
  const titles = columns.map((title) => ({ title }))
  return drawTable(
    titles,
    rows.map((row) => columns.map((column) => cellText(row[column]))),
    width,
  )
}

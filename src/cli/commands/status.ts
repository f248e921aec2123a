/** `lethe status`: what is pending, running, deferred, failed or held, how old it is and when it is due. */

import { backlogStates } from '../../app/operate/backlog.ts'
import { statusOf, type FolderStatus, type TenantStatus } from '../../app/operate/status.ts'

import { toneOf } from '../screen/colour.ts'
import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { shortId } from '../run-named.ts'
import { drawTable, type Column } from '../table.ts'
import { tenantProblem } from '../tenant.ts'
import { zonedTime } from '../zoned-time.ts'

/** Files shown to people; programs get all. */
const mostShown = 50

/** Exit code 1 when something failed, waits for an operator or is past its deadline. */
export async function showStatus(call: Call): Promise<ExitCode> {
  const wanted = call.options.text('tenant')
  return withCallServices<ExitCode>(call, async (services) => {
    const problem = tenantProblem(services.settings, wanted)
    if (problem !== null) return tellUsage(problem, call)
    const all: ShownTenant[] = []
    for (const tenant of services.settings.tenants) {
      if (wanted !== null && tenant.name !== wanted) continue
      call.io.signal.throwIfAborted()
      const status = await statusOf(services, tenant)
      all.push({ status, timeZone: tenant.timeZone })
      for (const entry of status.backlog) await report(call, { event: 'unanswered', ...entry }, null)
      for (const miss of status.nearMisses)
        await report(call, { event: 'near-miss', tenant: tenant.name, ...miss }, null)
      for (const one of status.ended) await report(call, { event: 'ended', ...one }, null)
      await report(call, { event: 'status', tenant: tenant.name, ...countsOf(status), lastPass: status.lastPass }, null)
    }
    if (!call.json) await call.io.out.write(draw(all, call.io.out.columns))
    return all.some(({ status }) => status.ended.length > 0 || status.backlog.some(isBad)) ? 1 : 0
  })
}

type Entry = TenantStatus['backlog'][number]

function isBad({ state, daysLeft }: Entry): boolean {
  return ['failed', 'unsealed', 'unplaced'].includes(state) || daysLeft < 0
}

function countsOf({ backlog }: TenantStatus): Readonly<Record<string, number>> {
  return Object.fromEntries(backlogStates.map((state) => [state, backlog.filter((one) => one.state === state).length]))
}

/** A tenant's, and the clocks by which its people read. */
interface ShownTenant {
  readonly status: FolderStatus
  readonly timeZone: string
}

function draw(all: readonly ShownTenant[], width: number): string {
  // A column of nothing but zeros says nothing.
  const states = backlogStates.filter((state) => all.some(({ status }) => (countsOf(status)[state] ?? 0) > 0))
  const summary = drawTable(
    [
      { title: 'tenant' },
      ...states.map((title) => ({ title, align: 'right' as const })),
      { title: 'oldest', align: 'right' },
      { title: 'days left', align: 'right' },
      { title: 'last pass' },
    ],
    all.map(({ status, timeZone }) => {
      const [oldest] = status.backlog
      const counts = countsOf(status)
      const ages = oldest === undefined ? ['-', '-'] : [ageText(oldest.ageSeconds), oldest.daysLeft]
      const lastPass = status.lastPass === null ? 'never' : zonedTime(status.lastPass, timeZone)
      return [status.tenant, ...states.map((state) => counts[state] ?? 0), ...ages, lastPass]
    }),
    width,
  )
  const nothing = states.length === 0 ? 'Nothing waits.\n\n' : ''
  return `${nothing}${summary}${drawBacklog(all, width)}${drawEnded(all, width)}${drawNearMisses(all, width)}`
}

function drawBacklog(all: readonly ShownTenant[], width: number): string {
  const rows = all.flatMap(({ status, timeZone }) => status.backlog.map((entry) => rowOf(entry, timeZone)))
  return drawSome(columns, rows, width)
}

/** Nobody is answered by these: somebody has to know of each. */
function drawEnded(all: readonly ShownTenant[], width: number): string {
  const rows = all.flatMap(({ status: { tenant, ended }, timeZone }) => {
    return ended.map(({ fileName, state, run, endedAt }) => {
      return [tenant, fileName, state, endedAt === null ? '-' : zonedTime(endedAt, timeZone), shortId(run)]
    })
  })
  const titles = [
    { title: 'tenant' },
    { title: 'forget not done' },
    { title: 'state', tone: toneOf },
    { title: 'ended' },
    { title: 'run' },
  ]
  const next = 'Each stays here until `lethe retry RUN`, or `lethe acknowledge RUN --by NAME`.\n'
  return rows.length === 0 ? '' : `${drawSome(titles, rows, width)}${next}`
}

function drawNearMisses(all: readonly ShownTenant[], width: number): string {
  const rows = all.flatMap(({ status: { tenant, nearMisses } }) => {
    return nearMisses.map((one) => [tenant, one.fileName, one.reason])
  })
  return drawSome(
    [{ title: 'tenant' }, { title: 'not read as a request' }, { title: 'why', isSentence: true }],
    rows,
    width,
  )
}

function drawSome(titles: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  if (rows.length === 0) return ''
  const more = rows.length > mostShown ? `… and ${rows.length - mostShown} more; \`--json\` lists all\n` : ''
  return `\n${drawTable(titles, rows.slice(0, mostShown), width)}${more}`
}

const columns = [
  { title: 'tenant' },
  { title: 'file' },
  { title: 'state', tone: toneOf },
  { title: 'age', align: 'right' },
  { title: 'due' },
  { title: 'run' },
  { title: 'attempt', align: 'right' },
  { title: 'reason', isSentence: true },
] as const

function rowOf(entry: Entry, timeZone: string): readonly string[] {
  const { tenant, fileName, state, ageSeconds, dueAt, run, attempt, reason } = entry
  const due = dueAt === null ? '-' : zonedTime(dueAt, timeZone)
  const id = run === null ? '-' : shortId(run)
  return [tenant, fileName, state, ageText(ageSeconds), due, id, String(attempt ?? '-'), reason ?? '']
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`
}

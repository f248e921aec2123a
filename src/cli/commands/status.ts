/** `lethe status`: what is pending, running, deferred, failed or held, how old it is and when it is due. */

import { backlogStates } from '../../app/operate/backlog.ts'
import { statusOf, type FolderStatus, type TenantStatus } from '../../app/operate/status.ts'

import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { drawTable } from '../table.ts'
import { tenantProblem } from '../tenant.ts'

/** Files shown to people; programs get all. */
const mostShown = 50

/** Exit code 1 when something failed, waits for an operator or is past its deadline. */
export async function showStatus(call: Call): Promise<ExitCode> {
  const wanted = call.options.text('tenant')
  return withCallServices<ExitCode>(call, async (services) => {
    const problem = tenantProblem(services.settings, wanted)
    if (problem !== null) return tellUsage(problem, call)
    const all: FolderStatus[] = []
    for (const tenant of services.settings.tenants) {
      if (wanted !== null && tenant.name !== wanted) continue
      call.io.signal.throwIfAborted()
      const status = await statusOf(services, tenant)
      all.push(status)
      for (const entry of status.backlog) await report(call, { event: 'unanswered', ...entry }, null)
      for (const miss of status.nearMisses)
        await report(call, { event: 'near-miss', tenant: tenant.name, ...miss }, null)
      await report(call, { event: 'status', tenant: tenant.name, ...countsOf(status), lastPass: status.lastPass }, null)
    }
    if (!call.json) await call.io.out.write(draw(all))
    return all.some(({ backlog }) => backlog.some(isBad)) ? 1 : 0
  })
}

type Entry = TenantStatus['backlog'][number]

function isBad({ state, daysLeft }: Entry): boolean {
  return ['failed', 'unsealed', 'unplaced'].includes(state) || daysLeft < 0
}

function countsOf({ backlog }: TenantStatus): Readonly<Record<string, number>> {
  return Object.fromEntries(backlogStates.map((state) => [state, backlog.filter((one) => one.state === state).length]))
}

function draw(all: readonly FolderStatus[]): string {
  const summary = drawTable(
    [
      { title: 'tenant' },
      ...backlogStates.map((title) => ({ title, align: 'right' as const })),
      { title: 'oldest', align: 'right' },
      { title: 'days left', align: 'right' },
      { title: 'last pass' },
    ],
    all.map((status) => {
      const [oldest] = status.backlog
      const ages = oldest === undefined ? ['-', '-'] : [ageText(oldest.ageSeconds), oldest.daysLeft]
      return [status.tenant, ...Object.values(countsOf(status)), ...ages, status.lastPass ?? 'never']
    }),
  )
  return `${summary}${drawBacklog(all)}${drawNearMisses(all)}`
}

function drawBacklog(all: readonly FolderStatus[]): string {
  const entries = all.flatMap(({ backlog }) => backlog)
  if (entries.length === 0) return ''
  const more = entries.length > mostShown ? `… and ${entries.length - mostShown} more; \`--json\` lists all\n` : ''
  return `\n${drawTable(columns, entries.slice(0, mostShown).map(rowOf))}${more}`
}

function drawNearMisses(all: readonly FolderStatus[]): string {
  const rows = all.flatMap(({ tenant, nearMisses }) => nearMisses.map((one) => [tenant, one.fileName, one.reason]))
  if (rows.length === 0) return ''
  const titles = [{ title: 'tenant' }, { title: 'not read as a request' }, { title: 'why' }]
  const more = rows.length > mostShown ? `… and ${rows.length - mostShown} more; \`--json\` lists all\n` : ''
  return `\n${drawTable(titles, rows.slice(0, mostShown))}${more}`
}

const columns = [
  { title: 'tenant' },
  { title: 'file' },
  { title: 'state' },
  { title: 'age', align: 'right' },
  { title: 'due' },
  { title: 'run' },
  { title: 'attempt', align: 'right' },
  { title: 'reason' },
] as const

function rowOf({ tenant, fileName, state, ageSeconds, dueAt, run, attempt, reason }: Entry): readonly string[] {
  return [tenant, fileName, state, ageText(ageSeconds), dueAt ?? '-', run ?? '-', String(attempt ?? '-'), reason ?? '']
}

function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`
}

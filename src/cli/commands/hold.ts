/** `lethe hold add|list|release`: of whom, or of which row, nothing is erased. */

import { addHold, releaseHold, showHolds, type ShownHold } from '../../app/operate/holds.ts'
import type { Services } from '../../app/compose.ts'
import type { TenantSettings } from '../../app/settings/settings.ts'

import { tellUsage } from '../failure.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { report } from '../report.ts'
import { withCallServices } from '../services.ts'
import { drawTable } from '../table.ts'
import { tenantProblem } from '../tenant.ts'
import { zonedTime } from '../zoned-time.ts'

const deeds = { add, list, release } as const

export async function hold(call: Call): Promise<ExitCode> {
  const [written] = call.operands
  const deed = Object.entries(deeds).find(([name]) => name === written)?.[1]
  if (deed === undefined) return tellUsage('write `add`, `list` or `release` behind `lethe hold`', call)
  return withCallServices<ExitCode>(call, async (services) => {
    const name = call.options.text('tenant')
    const problem = tenantProblem(services.settings, name)
    if (problem !== null) return tellUsage(problem, call)
    const { tenants } = services.settings
    return await deed(call, services, name === null ? tenants : tenants.filter((tenant) => tenant.name === name))
  })
}

type Tenants = readonly TenantSettings[]

/** Exit code 0 when it is noted: from then on nothing of whom it names is erased. */
async function add(call: Call, services: Services, tenants: Tenants): Promise<ExitCode> {
  const [tenant, ...others] = tenants
  if (tenant === undefined || others.length > 0) return tellUsage('say whose it is with `--tenant NAME`', call)
  const text = call.options.text
  const kind = text('kind')
  const fields = {
    kind,
    value:
      text('value') ??
      (kind === null ? null : ((await call.io.ask?.('Value (it is kept as a fingerprint): ')) ?? null)),
    product: text('product'),
    table: text('table'),
    locator: text('locator'),
    reason: text('reason'),
    until: text('until'),
    answer: text('answer'),
    by: text('by'),
  }
  const added = await addHold(services, tenant, fields)
  if (added.kind === 'refused') return tellUsage(`the hold ${added.problems.join('; ')}`, call)
  await report(call, { event: 'hold', id: added.id, tenant: tenant.name }, `Noted as ${added.id}.\n`)
  return 0
}

async function release(call: Call, services: Services, tenants: Tenants): Promise<ExitCode> {
  const beginning = call.operands[1] ?? ''
  if (beginning === '') return tellUsage('name the hold by its id, which `lethe hold list` shows', call)
  for (const tenant of tenants) {
    const released = await releaseHold(services, tenant, { beginning, by: call.options.text('by') })
    if (released.kind === 'unknown') continue
    if (released.kind !== 'released') return tellUsage(refusals[released.kind], call)
    const text = 'Released. What it held is taken up at the next pass.\n'
    await report(call, { event: 'released', id: released.id, tenant: tenant.name }, text)
    return 0
  }
  return tellUsage('there is no such hold; those in a list of the settings end there', call)
}

const refusals = {
  several: 'several holds begin so; write more of the id',
  before: 'the hold was released before',
} as const

/** Exit code 1 where a list cannot be read: nothing is erased then. */
async function list(call: Call, services: Services, tenants: Tenants): Promise<ExitCode> {
  let code: ExitCode = 0
  for (const tenant of tenants) {
    const { holds, problems } = await showHolds(services, tenant)
    for (const problem of problems) {
      code = 1
      await report(call, { event: 'problem', tenant: tenant.name, problem }, `${tenant.name}: ${problem}\n`)
    }
    if (call.json) for (const one of holds) await report(call, eventOf(tenant.name, one), null)
    const listed = { event: 'holds', tenant: tenant.name, holds: holds.length, problems: problems.length }
    await report(call, listed, drawHolds(tenant, holds, call.io.out.columns))
  }
  return code
}

function eventOf(tenant: string, { noted, ...hold }: ShownHold) {
  const about = noted ?? { id: null, by: null, at: null, released: null }
  return { event: 'hold', tenant, ...hold, ...about }
}

function drawHolds({ name, timeZone }: TenantSettings, holds: readonly ShownHold[], width: number): string {
  if (holds.length === 0) return `${name}: nobody is held.\n`
  const titles = ['id', 'holds', 'state', 'until', 'answer', 'added by', 'since', 'reason']
  const rows = holds.map(({ kind, state, until, answer, reason, noted }) => [
    noted?.id ?? '-',
    kind,
    state,
    until ?? '-',
    answer,
    noted?.by ?? 'the list',
    noted === null ? '-' : zonedTime(noted.at, timeZone),
    reason,
  ])
  const columns = titles.map((title) => ({ title }))
  return `${name}\n${drawTable(columns, rows, width)}`
}

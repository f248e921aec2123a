/** `lethe retry RUN` and `lethe retry FILE`: a run that is not over once more, or a file that waits for this word. */

import { basename } from 'node:path'

import { retryRun } from '../../app/operate/operate.ts'
import { retryFile, tenantsWaitingWith } from '../../app/operate/retry-file.ts'
import { isRequestLike } from '../../app/pass/request-file.ts'

import { tellUsage } from '../failure.ts'
import { openDisplay } from '../screen/progress.ts'
import { report } from '../report.ts'
import { drawResults, exitCodeOf } from '../results.ts'
import { withCallServices } from '../services.ts'
import { tenantProblem } from '../tenant.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { operate } from './cancel.ts'

export function retry(call: Call): Promise<ExitCode> {
  const [operand] = call.operands
  if (operand !== undefined && isRequestLike(basename(operand))) return retryNamed(call, basename(operand))
  return operate(call, retryRun, {
    over: 'the run is done: there is nothing to try again',
    'under-way': 'the run is under way, or was cut off and is resumed by the next pass',
    busy: 'Another process works for this tenant; it tries the run at its next look.\n',
  })
}

async function retryNamed(call: Call, fileName: string): Promise<ExitCode> {
  return withCallServices<ExitCode>(call, async (services) => {
    const wanted = call.options.text('tenant')
    const problem = tenantProblem(services.settings, wanted)
    if (problem !== null) return tellUsage(problem, call)
    const waiting = await tenantsWaitingWith(services, fileName)
    const [tenant, ...others] = waiting.filter(({ name }) => wanted === null || name === wanted)
    if (tenant === undefined) return tellUsage(notWaiting, call)
    if (others.length > 0) return tellUsage('several tenants have a file of this name: add `--tenant NAME`', call)
    const display = openDisplay(call)
    const command = { tenant, fileName, notify: display.forTenant(tenant.name), signal: call.io.signal }
    const result = await retryFile(services, command).finally(() => display.end())
    const results = [{ tenant: tenant.name, result }]
    const { busy, files } = result
    const about = { event: 'pass-ended', tenant: tenant.name, busy, files: files.length }
    await report(call, about, busy ? taken : drawResults(results, call.io.out.columns))
    return busy ? 0 : exitCodeOf(results)
  })
}

const notWaiting = 'no file of this name waits for an operator; `lethe status` lists those that do, as `unsealed`'
const taken = 'Another process works for this tenant; it takes the file at its next look.\n'

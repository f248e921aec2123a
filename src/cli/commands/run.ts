/** `lethe run`: one scheduled pass over everything pending, or over the files that are named. */

import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

import { processPass, scheduledScope } from '../../app/pass/scope.ts'
import type { Services } from '../../app/compose.ts'
import type { PassResult } from '../../app/context.ts'
import { openContext } from '../../app/pass/open-context.ts'
import { whyNotTaken } from '../../app/pass/not-taken.ts'
import { isRequestLike } from '../../app/pass/request-file.ts'
import type { Settings, TenantSettings } from '../../app/settings/settings.ts'

import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { openDisplay, type Display } from '../screen/progress.ts'
import { report } from '../report.ts'
import { drawResults, exitCodeOf, type TenantResult } from '../results.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { ownerOf, tenantProblem } from '../tenant.ts'

export async function runPending(call: Call): Promise<ExitCode> {
  return withCallServices(call, async (services) => {
    const passes = passesOf(services.settings, call)
    if (typeof passes === 'string') return tellUsage(passes, call)
    const display = openDisplay(call)
    const results: TenantResult[] = []
    try {
      for (const pass of passes) results.push(await runTenant(services, pass, display, call.io.signal))
    } finally {
      await display.end()
    }
    for (const { tenant, result } of results) {
      const { busy, files, runs } = result
      await report(
        call,
        { event: 'pass-ended', tenant, busy, files: files.length, runs: runs.map(({ id }) => id) },
        null,
      )
    }
    if (!call.json) await call.io.out.write(drawResults(results, call.io.out.columns))
    const asked = passes.map((pass, index) => ({ ...pass, result: results[index]?.result }))
    return (await tellNotTaken(call, services, asked)) ? 1 : exitCodeOf(results)
  })
}

/** Whoever names a file is told when nothing was done for it; returns whether something is left to be done. */
async function tellNotTaken(call: Call, services: Services, asked: readonly EndedPass[]): Promise<boolean> {
  let isLeft = false
  for (const { tenant, only, result } of asked) {
    // That nothing was done for a tenant with a busy process has been said.
    if (result === undefined || result.busy) continue
    const taken = new Set(result.files.map(({ fileName }) => fileName))
    for (const fileName of (only ?? []).filter((name) => !taken.has(name))) {
      const { reason, isWell } = await whyNotTaken(services, tenant, fileName)
      await report(call, { event: 'not-taken', tenant: tenant.name, fileName, reason }, `${fileName}: ${reason}.\n`)
      if (!isWell) isLeft = true
    }
  }
  return isLeft
}

interface EndedPass extends AskedPass {
  readonly result: PassResult | undefined
}

interface AskedPass {
  readonly tenant: TenantSettings
  /** Names of files; null for all. */
  readonly only: readonly string[] | null
}

async function runTenant(
  services: Services,
  pass: AskedPass,
  display: Display,
  signal: AbortSignal,
): Promise<TenantResult> {
  signal.throwIfAborted()
  const { name } = pass.tenant
  const options = {
    manner: 'once',
    only: pass.only,
    notify: display.forTenant(name),
    isFollowed: display.isFollowed,
  } as const
  const context = await openContext(services, pass.tenant, options)
  // Who names files wants these; what waits for another attempt is left to its schedule.
  const scope = pass.only === null ? scheduledScope : { ...scheduledScope, resume: ['running'] as const }
  return { tenant: name, result: await processPass(context, scope, signal) }
}

/** What to run over, or what is wrong with the call. */
function passesOf(settings: Settings, call: Call): readonly AskedPass[] | string {
  const name = call.options.text('tenant')
  const problem = tenantProblem(settings, name)
  if (problem !== null) return problem
  const tenants = settings.tenants.filter((tenant) => name === null || tenant.name === name)
  if (call.operands.length === 0) return tenants.map((tenant) => ({ tenant, only: null }))
  const passes = new Map<TenantSettings, string[]>()
  for (const operand of call.operands) {
    const path = resolve(call.io.workingDirectory, operand)
    if (!existsSync(path)) return `there is no file \`${operand}\``
    const owner = ownerOf(tenants, dirname(path))
    if (!isRequestLike(basename(path))) return notRequest(operand)
    if (owner === null) return `\`${operand}\` does not stand in the folder of a tenant, where the answers would go`
    passes.set(owner, [...(passes.get(owner) ?? []), basename(path)])
  }
  return [...passes].map(([tenant, only]) => ({ tenant, only }))
}

function notRequest(operand: string): string {
  return `\`${operand}\` has no name of a request file, such as \`forget-25052018-case1.json\``
}

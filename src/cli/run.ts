/** `lethe run`: one scheduled pass over everything pending, or over the files that are named. */

import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

import { processPass, scheduledScope } from '../app/batch.ts'
import type { House } from '../app/compose.ts'
import { openCorridor } from '../app/corridors.ts'
import type { Settings, TenantSettings } from '../app/settings/settings.ts'

import { tellUsage } from './failure.ts'
import { inHouse } from './house.ts'
import { openDisplay, type Display } from './progress.ts'
import { report } from './report.ts'
import { drawResults, exitCodeOf, type TenantResult } from './results.ts'
import type { Call, ExitCode } from './street.ts'
import { ownerOf, tenantProblem } from './tenant.ts'

export async function runPending(call: Call): Promise<ExitCode> {
  return inHouse(call, async (house) => {
    const passes = passesOf(house.settings, call)
    if (typeof passes === 'string') return tellUsage(passes, call)
    const display = await openDisplay(call)
    const results: TenantResult[] = []
    try {
      for (const pass of passes) results.push(await runTenant(house, pass, display, call.street.signal))
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
    if (!call.json) await call.street.out.write(drawResults(results))
    return exitCodeOf(results)
  })
}

interface Pass {
  readonly tenant: TenantSettings
  /** Names of files; null for all. */
  readonly only: readonly string[] | null
}

async function runTenant(house: House, pass: Pass, display: Display, signal: AbortSignal): Promise<TenantResult> {
  signal.throwIfAborted()
  const { name } = pass.tenant
  const options = { manner: 'once', only: pass.only, notify: display.forTenant(name) } as const
  const corridor = await openCorridor(house, pass.tenant, options)
  // Who names files wants these; what waits for another attempt is left to its schedule.
  const scope = pass.only === null ? scheduledScope : { ...scheduledScope, resume: ['running'] as const }
  return { tenant: name, result: await processPass(corridor, scope, signal) }
}

/** What to run over, or what is wrong with the call. */
function passesOf(settings: Settings, call: Call): readonly Pass[] | string {
  const name = call.options.text('tenant')
  const problem = tenantProblem(settings, name)
  if (problem !== null) return problem
  const tenants = settings.tenants.filter((tenant) => name === null || tenant.name === name)
  if (call.operands.length === 0) return tenants.map((tenant) => ({ tenant, only: null }))
  const passes = new Map<TenantSettings, string[]>()
  for (const operand of call.operands) {
    const path = resolve(call.street.workingDirectory, operand)
    if (!existsSync(path)) return `there is no file \`${operand}\``
    const owner = ownerOf(tenants, dirname(path))
    if (owner === null) return `\`${operand}\` does not stand in the folder of a tenant, where the answers would go`
    passes.set(owner, [...(passes.get(owner) ?? []), basename(path)])
  }
  return [...passes].map(([tenant, only]) => ({ tenant, only }))
}

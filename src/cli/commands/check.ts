/** `lethe check`: says whether request files would be accepted, with every problem; opens no database. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Request, RequestProblem } from '../../domain/request.ts'
import { loadInstallation } from '../../app/settings/installation.ts'
import { isCountry, readRequestFile, type RequestFileRules } from '../../app/pass/request-file.ts'

import { toned } from '../screen/colour.ts'
import { tellUsage } from '../failure.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { tenantOf, tenantProblem } from '../tenant.ts'

type RulesOf = (path: string) => RequestFileRules | string

export async function checkFiles(call: Call): Promise<ExitCode> {
  const rulesOf = rulesFor(call)
  let code: ExitCode = 0
  for (const operand of call.operands) {
    call.io.signal.throwIfAborted()
    const path = resolve(call.io.workingDirectory, operand)
    const rules = rulesOf(path)
    if (typeof rules === 'string') return tellUsage(rules, call)
    const reading = await readRequestFile(path, rules)
    if (reading.kind === 'missing') return tellUsage(`there is no file \`${operand}\``, call)
    const good =
      reading.kind === 'accepted'
        ? await reportAccepted(call, operand, reading.request)
        : await reportRejected(call, operand, reading.problems)
    if (!good) code = 1
  }
  return code
}

/** Ten mebibytes, as the settings have it by default. */
const defaultLimit = 10 * 1024 * 1024

/** With `--country` the settings are read only where they were named: validating needs nothing else of them. */
function rulesFor(call: Call): RulesOf {
  const country = call.options.text('country')?.toUpperCase() ?? null
  const name = call.options.text('tenant')
  if (country !== null && !isCountry(country)) return () => '`--country` must be an ISO 3166-1 code, e.g. US'
  if (country !== null && !call.configGiven && !existsSync(call.config)) {
    return () => ({ country, maxRequestBytes: defaultLimit })
  }
  const settings = loadInstallation(call.config, call.io.environment)
  const { maxRequestBytes, limits } = settings
  if (country !== null) return () => ({ country, maxRequestBytes, limits })
  const problem = tenantProblem(settings, name)
  if (problem !== null) return () => problem
  return (path) => {
    const tenant = tenantOf(settings, name, path)
    if (typeof tenant === 'string') return tenant
    const { country: own, dialingPrefixes, accounts } = tenant
    return { country: own, dialingPrefixes, accounts, maxRequestBytes, limits }
  }
}

async function reportAccepted(call: Call, file: string, request: Request): Promise<boolean> {
  const refused = refusedPlaces(request)
  const { action, form } = request
  const counts = { subjects: request.subjects.length, identifiers: request.places.length }
  const title = `${toned('accepted', 'good')}  ${file}: ${action}, ${counts.subjects} subject(s), ${counts.identifiers} identifier(s)\n`
  const event = { event: 'checked', file, outcome: 'accepted', action, form, ...counts, refused }
  await report(call, event, title + drawRefused(refused))
  return refused.length === 0
}

/** Identifiers that alone end in ERROR, while the others go on. */
export function refusedPlaces(request: Request) {
  return request.places.flatMap(({ pointer, kind, problem }) => (problem === null ? [] : [{ pointer, kind, problem }]))
}

export function drawRefused(refused: ReturnType<typeof refusedPlaces>): string {
  return refused.map(({ pointer, problem }) => `          ${pointer}: ERROR: ${problem}\n`).join('')
}

export async function reportRejected(call: Call, file: string, problems: readonly RequestProblem[]): Promise<boolean> {
  const lines = problems.map(({ pointer, rule, message }) => {
    return `          ${pointer === '' ? '/' : pointer} [${rule}] ${message}\n`
  })
  await report(
    call,
    { event: 'checked', file, outcome: 'rejected', problems },
    `${toned('rejected', 'bad')}  ${file}\n${lines.join('')}`,
  )
  return false
}

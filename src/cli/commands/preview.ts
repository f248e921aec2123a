/** `lethe preview`: what a request would find, per product and target; keys and values only when they are asked for. */

import { resolve } from 'node:path'

import { textOfContent } from '../../domain/finding.ts'
import type { Request } from '../../domain/request.ts'
import type { Services } from '../../app/compose.ts'
import { preview, type Preview } from '../../app/operate/preview.ts'
import { readRequestFile } from '../../app/pass/request-file.ts'
import type { TenantSettings } from '../../app/settings/settings.ts'

import { drawRefused, refusedPlaces, reportRejected } from './check.ts'
import { tellUsage } from '../failure.ts'
import { withCallServices } from '../services.ts'
import { PreviewTable } from '../preview-table.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { tenantOf, tenantProblem } from '../tenant.ts'

export async function previewFiles(call: Call): Promise<ExitCode> {
  return withCallServices(call, async (services) => {
    const name = call.options.text('tenant')
    const problem = tenantProblem(services.settings, name)
    if (problem !== null) return tellUsage(problem, call)
    let code: ExitCode = 0
    for (const operand of call.operands) {
      const path = resolve(call.io.workingDirectory, operand)
      const tenant = tenantOf(services.settings, name, path)
      if (typeof tenant === 'string') return tellUsage(tenant, call)
      const { maxRequestBytes, limits } = services.settings
      const { country, dialingPrefixes, accounts } = tenant
      const rules = { country, dialingPrefixes, accounts, maxRequestBytes, limits }
      const reading = await readRequestFile(path, rules)
      if (reading.kind === 'missing') return tellUsage(`there is no file \`${operand}\``, call)
      const good =
        reading.kind === 'accepted'
          ? await previewRequest(call, services, { tenant, file: operand, request: reading.request })
          : await reportRejected(call, operand, reading.problems)
      if (!good) code = 1
    }
    return code
  })
}

interface Previewed {
  readonly tenant: TenantSettings
  readonly file: string
  readonly request: Request
}

async function previewRequest(call: Call, services: Services, what: Previewed): Promise<boolean> {
  const { tenant, file, request } = what
  const showValues = call.options.flag('showValues')
  const table = new PreviewTable({ showValues, isForget: request.action === 'forget' })
  const refused = refusedPlaces(request)
  let good = refused.length === 0
  for await (const step of preview(services, tenant, request, call.io.signal)) {
    if (step.kind === 'finding') {
      const { target, locator, content, owner } = step.finding
      if (call.json && locator !== null) {
        // A key may be personal as well: an address, a file's name.
        const shown = showValues ? { locator, value: content === null ? null : textOfContent(content) } : {}
        const { product } = step
        const place = { product, ...target, subject: owner.subjectKey, identifier: owner.kind, ...shown }
        await report(call, { event: 'finding', file, ...place }, null)
      }
      table.add(step.product, step.finding)
    } else if (step.kind === 'foreseen') {
      if (call.json) await report(call, { event: 'foreseen', file, product: step.product, ...foreseenIn(step) }, null)
      table.foresee(step.product, step.effect)
    } else if (step.kind === 'unevaluated') {
      good = false
      await report(call, { event: 'unevaluated', file, product: step.product, ...unevaluatedIn(step) }, null)
      table.leaveOut(step.product, step.unevaluated)
    } else {
      if (step.kind !== 'searched') good = false
      const told = step.kind === 'held' ? heldIn(step) : withoutKind(step)
      await report(call, { event: step.kind, file, ...told }, null)
      table.end(step)
    }
  }
  const title = `${file}: ${request.action} for ${tenant.name}, ${request.subjects.length} subject(s)\n${drawRefused(refused)}\n`
  await report(
    call,
    { event: 'previewed', file, action: request.action, refused, ...table.totals() },
    title + table.draw(call.io.out.columns),
  )
  return good
}

function foreseenIn({ effect }: Extract<Preview, { readonly kind: 'foreseen' }>) {
  const { owner, target, fate, findings, how } = effect
  return { ...target, subject: owner.subjectKey, identifier: owner.kind, values: findings, fate, how }
}

/** Without the identifier itself. */
function unevaluatedIn({ unevaluated }: Extract<Preview, { readonly kind: 'unevaluated' }>) {
  const { owner, target, unevaluated: reason } = unevaluated
  return { ...target, subject: owner?.subjectKey ?? null, identifier: owner?.kind ?? null, reason }
}

function heldIn({ owner, reason }: Extract<Preview, { readonly kind: 'held' }>) {
  return { subject: owner.subjectKey, identifier: owner.kind, reason }
}

function withoutKind(step: object): Readonly<Record<string, unknown>> {
  const { kind: _kind, ...rest } = { kind: '', ...step }
  return rest
}

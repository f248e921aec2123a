/** What an operator has done with a file whose answer nobody can vouch for: it is processed as a new one. */

import { processPass, scheduledScope } from '../pass/scope.ts'
import type { Services } from '../compose.ts'
import type { PassEvent, PassResult } from '../context.ts'
import { openContext } from '../pass/open-context.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface FileCommand {
  readonly tenant: TenantSettings
  readonly fileName: string
  readonly notify: (event: PassEvent) => void
  readonly signal: AbortSignal
}

/** Whose file of that name waits for an operator. */
export async function tenantsWaitingWith(services: Services, fileName: string): Promise<readonly TenantSettings[]> {
  const journal = await services.journal()
  const waiting: TenantSettings[] = []
  for (const tenant of services.settings.tenants) {
    const files = await journal.files(tenant.name, ['unsealed'])
    if (files.some(({ name }) => name === fileName)) waiting.push(tenant)
  }
  return waiting
}

/** Another process that works for the tenant takes it at its next look. */
export async function retryFile(services: Services, command: FileCommand): Promise<PassResult> {
  const { tenant, fileName, notify, signal } = command
  await (await services.journal()).askRetryFile(tenant.name, fileName)
  const context = await openContext(services, tenant, { manner: 'once', only: [fileName], notify, beside: true })
  return await processPass(context, { ...scheduledScope, resume: ['running'] }, signal)
}

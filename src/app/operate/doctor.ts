/** Looks at everything a run needs before one needs it: folders, databases, the history table, each product. */

import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { describeFailure, SettingsInvalid } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import { checkRecord } from '../../records/findings/finding-table.ts'
import { checkHistory } from '../../records/history/history-table.ts'
import { longestAttachedKey } from '../../stages/validation/limits.ts'

import { isSearched, ownTables, type Services } from '../compose.ts'
import type { ProductEntry, TenantSettings } from '../settings/settings.ts'
import { systemAnswers, type SystemAnswer } from '../systems.ts'

/** One thing that was looked at, with what is wrong about it. */
export interface Examined {
  /** E.g. `database gim`, `acme: info-mart`. */
  readonly subject: string
  readonly complaints: readonly Complaint[]
  /** How the systems of the source are answered under the settings of a tenant. */
  readonly systems?: readonly SystemAnswer[]
}

/** Yields as it goes; a thing that cannot be reached is a complaint and does not end the examination. */
export async function* examineInstallation(services: Services, tenantName: string | null): AsyncIterable<Examined> {
  for (const name of Object.keys(services.settings.databases)) {
    yield await looking(`database ${name}`, () => reach(services, name))
  }
  yield await looking('history', () => examineHistory(services))
  yield await looking('record', () => examineRecord(services))
  for (const tenant of services.settings.tenants) {
    if (tenantName !== null && tenant.name !== tenantName) continue
    yield await looking(`${tenant.name}: folder`, () => examineFolder(tenant))
    for (const entry of tenant.products.filter(isSearched)) {
      yield await looking(`${tenant.name}: ${entry.name}`, () => examineProduct(services, tenant, entry))
    }
    const systems = systemAnswers(tenant, services.declaredIn(tenant))
    yield { subject: `${tenant.name}: systems`, complaints: [], systems }
  }
}

async function looking(subject: string, look: () => Promise<readonly Complaint[]>): Promise<Examined> {
  try {
    return { subject, complaints: await look() }
  } catch (error) {
    if (error instanceof SettingsInvalid) throw error
    const { reason } = describeFailure(error, 'ended the look at it')
    return { subject, complaints: [{ severity: 'error', place: subject, message: reason, remedy: null }] }
  }
}

/** Asking the catalogue for any table needs a connection and a login, and nothing more. */
async function reach(services: Services, name: string): Promise<readonly Complaint[]> {
  await (await services.tools.database(name)).describe('CTL_GDPR_HISTORY')
  return []
}

async function examineHistory(services: Services): Promise<readonly Complaint[]> {
  const database = await services.tools.database(services.settings.history.database)
  const longest = { CONSUMER_ID: services.settings.limits.identifierLength, COLUMN_NAME: longestAttachedKey }
  return checkHistory(database, { ...ownTables(services.settings), longest })
}

/** What erasing works from: in the same database, for Lethe alone. */
async function examineRecord(services: Services): Promise<readonly Complaint[]> {
  const database = await services.tools.database(services.settings.history.database)
  return checkRecord(database, ownTables(services.settings))
}

async function examineFolder(tenant: TenantSettings): Promise<readonly Complaint[]> {
  const submit = join(tenant.directory, 'GDPR_Submit')
  const checks =
    tenant.layout === 'shared'
      ? [mayUse(tenant.directory, constants.R_OK | constants.W_OK | constants.X_OK)]
      : [mayUse(submit, constants.R_OK | constants.X_OK), mayUse(tenant.directory, constants.W_OK | constants.X_OK)]
  return (await Promise.all(checks)).flat()
}

async function mayUse(folder: string, rights: number): Promise<readonly Complaint[]> {
  try {
    await access(folder, rights)
    return []
  } catch {
    const wanted = (rights & constants.W_OK) === 0 ? 'read' : 'written to'
    const message = `the folder is missing or cannot be ${wanted} by the user Lethe runs as: create it or grant the right`
    return [{ severity: 'error', place: folder, message, remedy: null }]
  }
}

async function examineProduct(
  services: Services,
  tenant: TenantSettings,
  entry: ProductEntry,
): Promise<readonly Complaint[]> {
  const session = await services.openProduct(tenant, entry)
  try {
    return await session.check('forget')
  } finally {
    await session.close()
  }
}

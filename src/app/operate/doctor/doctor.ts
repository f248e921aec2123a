/** Tries everything that a run will do before one does it: folders, databases, the journal, the history, each product. */

import { SettingsInvalid, StepFailed, describeFailure, toldByDoctor } from '../../../domain/errors.ts'
import type { Complaint } from '../../../domain/product.ts'
import { openDatabase } from '../../../platform/sql/open.ts'
import { checkRecord } from '../../../records/findings/finding-table.ts'
import { checkHistory } from '../../../records/history/history-table.ts'
import { checkJournal } from '../../../records/journal/check.ts'
import { longestAttachedKey } from '../../../stages/validation/limits.ts'

import { isSearched, ownTables, type Services } from '../../compose.ts'
import { isFile } from '../../folders.ts'
import { listedHolds, standingByCommand } from '../../holds/holds-of.ts'
import { stateDirectory } from '../../places.ts'
import type { ProductEntry, TenantSettings } from '../../settings/settings.ts'
import { systemAnswers, type SystemAnswer } from '../../systems.ts'
import { lookAtApproval } from './look-at-approval.ts'
import { lookForOthers } from './look-for-others.ts'
import { lookAtFolder, lookAtOwnFile, lookAtState } from './own-places.ts'

/** One thing that was looked at, with what is wrong about it. */
export interface Examined {
  /** E.g. `database gim`, `acme: info-mart`. */
  readonly subject: string
  readonly complaints: readonly Complaint[]
  /** How the systems of the source are answered under the settings of a tenant. */
  readonly systems?: readonly SystemAnswer[]
}

/** Yields as it goes; a thing that cannot be reached is a complaint and does not end the examination. Makes no file. */
export async function* examineInstallation(services: Services, tenantName: string | null): AsyncIterable<Examined> {
  const { settings } = services
  for (const name of Object.keys(settings.databases)) {
    yield await looking(`database ${name}`, () => reach(services, name))
  }
  yield await looking('state folder', () => lookAtState(stateDirectory(settings)))
  yield await looking('journal', () => examineJournal(services))
  yield await looking('history', () => examineHistory(services))
  yield await looking('record', () => examineRecord(services))
  for (const tenant of settings.tenants) {
    if (tenantName !== null && tenant.name !== tenantName) continue
    yield await looking(`${tenant.name}: folder`, () => lookAtFolder(tenant))
    yield await looking(`${tenant.name}: holds`, () => examineHolds(services, tenant))
    for (const entry of tenant.products.filter(isSearched)) {
      yield await looking(`${tenant.name}: ${entry.name}`, () => examineProduct(services, tenant, entry))
    }
    yield await looking(`${tenant.name}: approval`, () => lookAtApproval(tenant))
    const systems = systemAnswers(tenant, services.declaredIn(tenant))
    yield { subject: `${tenant.name}: systems`, complaints: [], systems }
  }
}

async function looking(subject: string, look: () => Promise<readonly Complaint[]>): Promise<Examined> {
  try {
    const complaints = await look()
    return { subject, complaints: complaints.map((one) => ({ ...one, message: toldByDoctor(one.message) })) }
  } catch (error) {
    if (error instanceof SettingsInvalid) throw error
    const { reason } = describeFailure(error, 'ended the look at it')
    const remedy = error instanceof StepFailed ? error.remedy : null
    return { subject, complaints: [{ severity: 'error', place: subject, message: toldByDoctor(reason), remedy }] }
  }
}

/** Asking the catalogue for any table needs a connection and a login, and nothing more. */
async function reach(services: Services, name: string): Promise<readonly Complaint[]> {
  const closed = name === services.settings.history.database ? await lookAtHistoryFile(services) : null
  if (closed !== null) return closed
  const { filename } = services.settings.databases[name] ?? {}
  if (filename !== undefined && !isFile(filename)) return [noFile(filename)]
  await (await services.tools.database(name)).describe('CTL_GDPR_HISTORY')
  return []
}

function noFile(path: string): Complaint {
  const message = 'there is no such database file: put it back, or correct `filename`'
  return { severity: 'error', place: path, message, remedy: null }
}

async function lookAtHistoryFile({ settings }: Services): Promise<readonly Complaint[] | null> {
  return await lookAtOwnFile(settings.databases[settings.history.database]?.filename)
}

/** By a connection of its own: opening the journal would make its tables, and bring those of an earlier version up to date. */
async function examineJournal({ settings }: Services): Promise<readonly Complaint[]> {
  const closed = await lookAtOwnFile(settings.journal.filename)
  if (closed !== null) return closed
  const database = await openDatabase('journal', settings.journal)
  try {
    return await checkJournal(database, settings.journal)
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error
    return error.problems.map(({ message }) => ({ severity: 'error', place: 'journal', message, remedy: null }))
  } finally {
    await database.close()
  }
}

async function examineHistory(services: Services): Promise<readonly Complaint[]> {
  const closed = await lookAtHistoryFile(services)
  if (closed !== null) return closed
  const database = await services.tools.database(services.settings.history.database)
  const longest = { CONSUMER_ID: services.settings.limits.identifierLength, COLUMN_NAME: longestAttachedKey }
  const complaints = await checkHistory(database, { ...ownTables(services.settings), longest })
  const isRead = complaints.every(({ severity }) => severity !== 'error')
  return isRead ? [...complaints, ...(await lookForOthers(services, database))] : complaints
}

/** What erasing works from: in the same database, for Lethe alone. */
async function examineRecord(services: Services): Promise<readonly Complaint[]> {
  const closed = await lookAtHistoryFile(services)
  if (closed !== null) return closed
  const database = await services.tools.database(services.settings.history.database)
  return checkRecord(database, ownTables(services.settings))
}

/** What cannot be read of them keeps everybody from being erased. */
async function examineHolds(services: Services, tenant: TenantSettings): Promise<readonly Complaint[]> {
  const { problems } = await listedHolds(services, tenant)
  const told = [...problems, ...(await standingByCommand(services, tenant)).problems]
  return told.map((message) => ({ severity: 'error', place: 'holds', message, remedy: null }))
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

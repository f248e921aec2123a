/** One installation of Pulse Advisors: its notification list as a table map, its properties files. */

import { basename } from 'node:path'

import type { Owner, Target } from '../../domain/finding.ts'
import type { Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import type { Database } from '../../platform/sql/database.ts'
import type { TableMap } from '../../platform/sql/engine/table-map.ts'
import type { TableWork } from '../../platform/sql/engine/table-session.ts'
import { aliasesOf, type IsAlias } from './aliases.ts'
import { noAddressColumn } from './failures.ts'
import type { PropertiesFile, PulseAdvisorsSettings } from './settings.ts'

export const kindsSearched = ['email', 'username'] as const

export interface AdvisorsSite {
  readonly settings: PulseAdvisorsSettings
  readonly tenant: Tenant
  /** Null: only properties files are looked at. */
  readonly database: Database | null
  readonly isAlias: IsAlias
}

export function siteOf(settings: PulseAdvisorsSettings, tenant: Tenant, database: Database | null): AdvisorsSite {
  return { settings, tenant, database, isAlias: aliasesOf(settings) }
}

/** Null where no database is named. */
export async function tableWork({ settings, tenant, database }: AdvisorsSite): Promise<TableWork | null> {
  if (database === null) return null
  const map = await notificationList(database, settings)
  return {
    database,
    searches: [{ map, reaches: [] }],
    pseudonymOf: pseudonym,
    rules: tenant,
    timeZone: tenant.timeZone,
  }
}

/** A row is a recipient: without its address it is of no use, so it goes as a whole. */
async function notificationList(database: Database, settings: PulseAdvisorsSettings): Promise<TableMap> {
  const { table = 'DCC_NOTIFICATION_LIST_USERS', key } = settings
  const map = { table, tenant: null, ...(key === undefined ? {} : { key }) }
  const shape = await database.describe(table)
  if (shape === null) return { ...map, columns: [] }
  const named =
    settings.columns ??
    [...shape.columns.values()]
      .filter(({ name, family }) => family === 'text' && /mail|address/i.test(name))
      .map(({ name }) => name)
  if (named.length === 0) throw noAddressColumn(table)
  const columns = named.map((column) => {
    return { column, identifies: kindsSearched, comesWithRow: true, redact: 'delete' } as const
  })
  return { ...map, columns }
}

export function targetOf({ path }: PropertiesFile, key: string): Target {
  return { table: basename(path), column: key }
}

/** The name of the file, or its path where another one has the same name. */
export function labelOf({ path }: PropertiesFile, { properties = [] }: PulseAdvisorsSettings): string {
  const name = basename(path)
  return properties.filter((one) => basename(one.path) === name).length > 1 ? path : name
}

/** The file that a locator is of; missing for a row of the table. */
export function fileOf(locator: string, settings: PulseAdvisorsSettings): PropertiesFile | undefined {
  return (settings.properties ?? []).find((file) => locator.startsWith(`${labelOf(file, settings)}#`))
}

/** Tells apart who is told of what. */
export function placeOf(owner: Owner, { table, column }: Target): string {
  return JSON.stringify([owner.subjectKey, owner.kind, owner.consumerId, table, column])
}

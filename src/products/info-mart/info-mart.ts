/** Genesys Info Mart: facts about a consumer's interactions, and an employee's configuration records. */

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint, Product, ProductSession, Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import type { Database } from '../../platform/sql/database.ts'
import {
  checkTables,
  eraseInTables,
  findInTables,
  verifyInTables,
  type TableWork,
} from '../../platform/sql/engine/table-session.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Tools } from '../../platform/tools.ts'
import { discoveredTables, missingWays } from './discovery.ts'
import { excludedBy } from './excluded.ts'
import { remarksOn } from './remarks.ts'
import { retentionComplaints } from './retention.ts'
import { kindsSearched, searchesOf, userDataMap, type UserDataColumns } from './searches.ts'
import { inUpperCase, infoMartSchema, type InfoMartSettings } from './settings.ts'
import { refusedKeys, unmappedKeys, userDataColumns } from './user-data.ts'

export const infoMart: Product<Tools, InfoMartSettings> = {
  id: 'info-mart',
  title: 'Genesys Info Mart',
  settingsSchema: infoMartSchema,
  open: async (settings, tenant, tools) => {
    const site = { settings: inUpperCase(settings), database: await tools.database(settings.database) }
    return sessionOf(site, tenant, tools.clock)
  },
}

interface Site {
  readonly settings: InfoMartSettings
  readonly database: Database
}

function sessionOf(site: Site, tenant: Tenant, clock: Clock): ProductSession {
  const { settings, database } = site
  const workOn = (userData: UserDataColumns): TableWork => ({
    database,
    searches: searchesOf(settings, tenant, userData),
    pseudonymOf: pseudonym,
    rules: tenant,
    recordedMap: (target) => userDataMap(settings, tenant, target.table, [[target.column, []]]),
  })
  return {
    searchesBy: kindsSearched(settings),
    check: (forAction) => complaintsOf(() => workOn(new Map()), forAction, site),
    remarks: (subjects) => remarksOn(database, subjects, settings, clock.now()),
    find: async function* (subjects, run) {
      const { columns, refused } = await userDataColumns(database, subjects, excludedBy(settings.exclude))
      yield* findInTables(workOn(columns), subjects, run)
      yield* refusedKeys(subjects, refused)
      yield* unmappedKeys(subjects, { columns, refused }, settings)
    },
    erase: (findings, run) => eraseInTables(workOn(new Map()), findings, run),
    verify: async (subjects, findings, run) => verifyInTables(workOn(new Map()), subjects, findings, run),
    close: () => Promise.resolve(),
  }
}

async function complaintsOf(
  work: () => TableWork,
  forAction: 'export' | 'forget',
  { settings, database }: Site,
): Promise<readonly Complaint[]> {
  const excluded = excludedBy(settings.exclude)
  try {
    return [
      ...(await checkTables(work(), forAction, settings)),
      ...(await missingWays(database, excluded)),
      ...(await discoveredTables(database, settings, excluded)),
      ...retentionComplaints(settings.retention),
    ]
  } catch (error) {
    // What passes by itself is tried again, in the check as in the search.
    if (!(error instanceof StepFailed) || error.retryable) throw error
    return [{ severity: 'error', place: 'info-mart', message: error.message, remedy: null }]
  }
}

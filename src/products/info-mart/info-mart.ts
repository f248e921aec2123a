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
import type { Tools } from '../../platform/tools.ts'
import { kindsSearched, searchesOf, userDataMap, type UserDataColumns } from './searches.ts'
import { infoMartSchema, type InfoMartSettings } from './settings.ts'
import { refusedKeys, unmappedKeys, unmappedRemarks, userDataColumns } from './user-data.ts'

export const infoMart: Product<Tools, InfoMartSettings> = {
  id: 'info-mart',
  title: 'Genesys Info Mart',
  settingsSchema: infoMartSchema,
  open: async (settings, tenant, tools) => sessionOf(settings, tenant, await tools.database(settings.database)),
}

function sessionOf(settings: InfoMartSettings, tenant: Tenant, database: Database): ProductSession {
  const workOn = (userData: UserDataColumns): TableWork => ({
    database,
    searches: searchesOf(settings, tenant, userData),
    pseudonymOf: pseudonym,
    recordedMap: (target) => userDataMap(settings, tenant, target.table, [[target.column, []]]),
  })
  return {
    searchesBy: kindsSearched(settings),
    check: (forAction) => complaintsOf(() => workOn(new Map()), forAction, settings),
    remarks: (subjects) => unmappedRemarks(database, subjects, settings),
    find: async function* (subjects, run) {
      const { columns, refused } = await userDataColumns(database, subjects, settings.exclude ?? [])
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
  settings: InfoMartSettings,
): Promise<readonly Complaint[]> {
  try {
    return await checkTables(work(), forAction, settings)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return [{ severity: 'error', place: 'info-mart', message: error.message, remedy: null }]
  }
}

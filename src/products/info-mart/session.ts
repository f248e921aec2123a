/** An opened Info Mart: its tables searched by the engine, with what only an Info Mart has. */

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint, ProductSession, Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import type { Database } from '../../platform/sql/database.ts'
import {
  checkTables,
  eraseInTables,
  findInTables,
  foreseeInTables,
  verifyInTables,
  type TableWork,
} from '../../platform/sql/engine/table-session.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Tools } from '../../platform/tools.ts'
import { discoveredTables, missingWays } from './discovery.ts'
import { earlierRows, earlierSentence } from './earlier.ts'
import { excludedBy } from './excluded.ts'
import { remarksOn } from './remarks.ts'
import { retentionComplaints } from './retention.ts'
import { kindsSearched, searchesOf, userDataMap, type UserDataColumns } from './searches.ts'
import { inUpperCase, type InfoMartSettings, type UnassignedRule } from './settings.ts'
import { unassignedComplaints, unassignedRule, type Users } from './unassigned.ts'
import { refusedKeys, unmappedKeys, userDataColumns } from './user-data.ts'

export async function openInfoMart(settings: InfoMartSettings, tenant: Tenant, tools: Tools): Promise<ProductSession> {
  const { database, tenantsUsing, clock } = tools
  const users = { tenant, inSettings: tenantsUsing(settings.database) }
  return sessionOf({ settings: inUpperCase(settings), database: await database(settings.database), users, clock })
}

interface InfoMartSite {
  readonly settings: InfoMartSettings
  readonly database: Database
  readonly users: Users
  readonly clock: Clock
}

function sessionOf(site: InfoMartSite): ProductSession {
  const { settings, database, clock } = site
  const ruled = (userData: UserDataColumns): Promise<TableWork> =>
    unassignedRule(database, settings, site.users).then((rule) => workOn(site, rule, userData))
  let followed: string | null = null
  return {
    searchesBy: kindsSearched(settings),
    check: (forAction) => complaintsOf(forAction, site),
    remarks: (subjects) => remarksOn(database, subjects, settings, clock.now()),
    find: async function* (subjects, run) {
      const { columns, refused } = await userDataColumns(database, subjects, excludedBy(settings.exclude))
      const work = await ruled(columns)
      const earlier = await earlierRows(subjects, work.searches, run, site.users.tenant)
      followed = earlierSentence(earlier)
      yield* findInTables(work, subjects, run, earlier)
      yield* refusedKeys(subjects, refused)
      yield* unmappedKeys(subjects, { columns, refused }, settings)
    },
    // Rows are found by their keys, whoever's they are.
    foresee: (findings, run) => foreseeInTables(workOn(site, 'ignore', new Map()), findings, run),
    erase: (findings, run) => eraseInTables(workOn(site, 'ignore', new Map()), findings, run),
    verify: async (subjects, findings, run) => verifyInTables(await ruled(new Map()), subjects, findings, run),
    unjudged: () => (followed === null ? [] : [followed]),
    close: () => Promise.resolve(),
  }
}

function workOn(
  { database, settings, users }: InfoMartSite,
  unassigned: UnassignedRule,
  userData: UserDataColumns,
): TableWork {
  const site = { settings, tenant: users.tenant, unassigned }
  return {
    database,
    searches: searchesOf(site, userData),
    pseudonymOf: pseudonym,
    rules: users.tenant,
    timeZone: users.tenant.timeZone,
    recordedMap: (target) => userDataMap(site, target.table, [[target.column, []]]),
  }
}

async function complaintsOf(forAction: 'export' | 'forget', site: InfoMartSite): Promise<readonly Complaint[]> {
  const { settings, database } = site
  const excluded = excludedBy(settings.exclude)
  try {
    return [
      ...(await checkTables(workOn(site, 'ignore', new Map()), forAction, settings)),
      ...(await unassignedComplaints(database, settings, site.users)),
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

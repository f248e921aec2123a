/** Rows of no tenant (TENANT_KEY NULL or -1): whose they are, by the settings or by who else uses the database. */

import type { Complaint, Tenant } from '../../domain/product.ts'
import { StepFailed } from '../../domain/errors.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { excludedBy } from './excluded.ts'
import type { InfoMartSettings, UnassignedRule } from './settings.ts'
import { severalTenants } from './failures.ts'

/** What is known of the tenants that use the database. */
export interface Users {
  readonly tenant: Tenant
  /** Tenants of the settings with an entry for this database. */
  readonly inSettings: number
}

/** Every tenant of an Info Mart has resources, and the dimension is never purged: it says who uses the database. */
const witness = 'RESOURCE_'

/**
 * Without a setting they are this tenant's where nobody else uses the database, and an error of whom they speak of where
 * others do, or nothing shows that there are none. Throws StepFailed for `include` where several use it.
 */
export async function unassignedRule(
  database: Database,
  settings: InfoMartSettings,
  users: Users,
): Promise<UnassignedRule> {
  const { unassignedRows } = settings
  if (unassignedRows === 'error' || unassignedRows === 'ignore') return unassignedRows
  const seen = await tenantsSeen(database, settings)
  const others = users.inSettings > 1 || seen.some((key) => key !== users.tenant.tenantKey)
  if (unassignedRows === 'include') {
    if (others) throw severalTenants()
    return 'include'
  }
  return !others && seen.length > 0 ? 'include' : 'error'
}

export async function unassignedComplaints(
  database: Database,
  settings: InfoMartSettings,
  users: Users,
): Promise<readonly Complaint[]> {
  try {
    await unassignedRule(database, settings, users)
    return []
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code !== 'settings') throw error
    return [{ severity: 'error', place: 'unassignedRows', message: error.message, remedy: null }]
  }
}

/** TENANT_KEYs of the dimension; those of its own rows for what is unknown are negative. */
async function tenantsSeen(database: Database, { exclude }: InfoMartSettings): Promise<readonly number[]> {
  const shape = excludedBy(exclude).table(witness) ? null : await database.describe(witness)
  const column = shape === null ? null : columnOf(shape, 'TENANT_KEY')
  if (shape === null || column === null) return []
  const rows: readonly Readonly<Record<string, unknown>>[] = await database.run((knex) =>
    knex(tableName(shape)).distinct({ tenant_key: column.name }),
  )
  return rows.flatMap((row) => {
    const value = row['tenant_key']
    const key = value === null || value === undefined ? -1 : Number(value)
    return Number.isInteger(key) && key >= 0 ? [key] : []
  })
}

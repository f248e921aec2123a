/** The conditions that every search of a table has besides what it looks for. */

import type { Knex } from 'knex'

import type { Database } from '../database.ts'
import { qualified } from '../keyed.ts'
import type { ResolvedTable } from './resolved.ts'

/** Alias of the table that is searched. */
export const searched = 't'

/** TENANT_KEY of rows that were written without one. Source: CALLBACK_FACT, default of the column. */
export const nobody = -1

/** The tenant's rows of tables that have a column for it, and those of no tenant where they are looked at. */
export function ofTenant(
  { knex, dialect }: Pick<Database, 'knex' | 'dialect'>,
  { tenant }: Pick<ResolvedTable, 'tenant'>,
  alias: string,
): Knex.Raw {
  if (tenant === null) return knex.raw('1 = 1')
  const place = { reference: qualified(alias, tenant.column), column: tenant.column }
  if (tenant.unassigned === undefined) return dialect.isOneOf(knex, place, [tenant.value])
  return knex.raw('(? or ?? is null)', [dialect.isOneOf(knex, place, [tenant.value, nobody]), place.reference])
}

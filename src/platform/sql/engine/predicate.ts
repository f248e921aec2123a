/** The conditions that every search of a table has besides what it looks for. */

import type { Knex } from 'knex'

import type { Database } from '../database.ts'
import { qualified } from '../keyed.ts'
import type { ResolvedTable } from './resolved.ts'

/** Alias of the table that is searched. */
export const searched = 't'

/** `tenant column = value`, for tables that have one. */
export function ofTenant(
  { knex, dialect }: Pick<Database, 'knex' | 'dialect'>,
  { tenant }: Pick<ResolvedTable, 'tenant'>,
  alias: string,
): Knex.Raw {
  if (tenant === null) return knex.raw('1 = 1')
  return dialect.isOneOf(knex, { reference: qualified(alias, tenant.column), column: tenant.column }, [tenant.value])
}

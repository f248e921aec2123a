/** How many tenants of the settings use a database, under whatever name. */

import type { DatabaseSettings } from '../platform/sql/settings.ts'
import type { ProductEntry, Settings, TenantSettings } from './settings/settings.ts'

export function tenantsUsing(settings: Pick<Settings, 'databases' | 'tenants'>, database: string): number {
  const place = placeOf(settings.databases, database)
  const isUsing = ({ products }: TenantSettings): boolean =>
    products.some((entry) => {
      const name = databaseOf(entry)
      return name !== null && placeOf(settings.databases, name) === place
    })
  return settings.tenants.filter(isUsing).length
}

/** Null for a product that has none. */
export function databaseOf({ settings }: Pick<ProductEntry, 'settings'>): string | null {
  const name: unknown = Reflect.get(Object(settings), 'database')
  return typeof name === 'string' ? name : null
}

/** A database is where it stands, not what it is called or who logs in. */
function placeOf(databases: Readonly<Record<string, DatabaseSettings>>, name: string): string {
  const declared = Object.hasOwn(databases, name) ? databases[name] : undefined
  if (declared === undefined) return name
  const { client, host, port, database, schema, filename } = declared
  return JSON.stringify([client, host, port, database, schema, filename])
}

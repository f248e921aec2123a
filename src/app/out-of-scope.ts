/** What erasing does not reach in the databases of a tenant: copies that no statement gets at. */

import type { SqlClient } from '../platform/sql/settings.ts'
import type { Settings, TenantSettings } from './settings/settings.ts'
import { databaseOf } from './tenants-using.ts'

const copies: Readonly<Record<SqlClient, string>> = {
  // What was erased is overwritten; gaps between rows and free pages of earlier days have bytes that no row leads to.
  'better-sqlite3': 'free space within the file from before, copies and backups of the file',
  pg: 'dead rows until the next VACUUM, the write-ahead log and its archive, replicas, backups',
  mssql:
    'ghost records and row versions until they are cleaned up, the transaction log and its backups, replicas, backups',
  oracledb: 'undo, the redo log and its archive, flashback data, free space within blocks, standby databases, backups',
}

/** A sentence for each database, in the order of the products. */
export function outOfScope(
  { databases }: Pick<Settings, 'databases'>,
  { products }: Pick<TenantSettings, 'products'>,
): readonly string[] {
  const names = new Set(products.flatMap((entry) => databaseOf(entry) ?? []))
  return [...names].flatMap((name) => {
    const client = Object.hasOwn(databases, name) ? databases[name]?.client : undefined
    return client === undefined ? [] : [`database \`${name}\`: ${copies[client]}`]
  })
}

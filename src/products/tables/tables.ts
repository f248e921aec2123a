/** A customer's own tables: the table maps stand in the settings, the engine is the same. */

import { readFileSync } from 'node:fs'

import type { Product, Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import { fullScanPolicies, type FullScanPolicy } from '../../platform/sql/engine/check/scans.ts'
import type { ColumnMap, Hold, RowTime, TableMap } from '../../platform/sql/engine/table-map.ts'
import { tableSession } from '../../platform/sql/engine/table-session.ts'
import type { Tools } from '../../platform/tools.ts'

interface TableOfSite {
  readonly table: string
  readonly key?: readonly string[]
  /** Null: the table holds this tenant only. A binding without a value is bound to the tenant key. */
  readonly tenant: { readonly column: string; readonly value?: number | string } | null
  readonly columns: readonly OwnColumn[]
  readonly people?: readonly string[]
  readonly hold?: Hold
  readonly time?: RowTime
}

type OwnColumn = Pick<ColumnMap, 'column' | 'attachedKeys' | 'match' | 'kind' | 'extensions' | 'redact'> &
  Partial<ColumnMap>

interface OwnTables {
  readonly database: string
  readonly tables: readonly TableOfSite[]
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

export const tables: Product<Tools, OwnTables> = {
  id: 'tables',
  title: 'Own tables',
  datesRows: true,
  get settingsSchema() {
    return {
      type: 'object',
      required: ['database', 'tables'],
      additionalProperties: false,
      properties: {
        database: { type: 'string', description: 'Name in `databases`.' },
        tables: { type: 'array', minItems: 1, items: tableMapSchema() },
        fullScan: { enum: fullScanPolicies, default: 'warn' },
        fullScanRows: { type: 'integer', minimum: 0, default: 1_000_000 },
      },
    }
  },
  open: async (settings, tenant, tools) =>
    tableSession(
      {
        database: await tools.database(settings.database),
        searches: settings.tables.map((table) => ({ map: tableMap(table, tenant), reaches: [] })),
        pseudonymOf: pseudonym,
        rules: tenant,
        timeZone: tenant.timeZone,
      },
      settings,
    ),
}

function tableMap(own: TableOfSite, tenant: Tenant): TableMap {
  const { tenant: binding, columns, ...rest } = own
  return {
    ...rest,
    tenant: binding === null ? null : { column: binding.column, value: binding.value ?? tenant.tenantKey },
    columns: columns.map((column) => ({ identifies: [], comesWithRow: false, ...column })),
  }
}

/** The schema stands in `schemas/`, where people who write a map look for it. */
function tableMapSchema(): Readonly<Record<string, unknown>> {
  const file = new URL('../../../schemas/table-map.schema.json', import.meta.url)
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const entries = typeof schema === 'object' && schema !== null ? Object.entries(schema) : []
  return Object.fromEntries<unknown>(entries.filter(([name]) => !name.startsWith('$')))
}

/** A customer's own tables: the table maps stand in the settings, the engine is the same. */

import { readFileSync } from 'node:fs'

import type { Product } from '../../domain/product.ts'
import { fullScanPolicies } from '../../platform/sql/engine/table-map.ts'
import type { Tools } from '../../platform/tools.ts'
import type { OwnTables } from './settings.ts'

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
  open: async (settings, tenant, tools) => (await import('./session.ts')).openTables(settings, tenant, tools),
}

/** The schema stands in `schemas/`, where people who write a map look for it. */
function tableMapSchema(): Readonly<Record<string, unknown>> {
  const file = new URL('../../../schemas/table-map.schema.json', import.meta.url)
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const entries = typeof schema === 'object' && schema !== null ? Object.entries(schema) : []
  return Object.fromEntries<unknown>(entries.filter(([name]) => !name.startsWith('$')))
}

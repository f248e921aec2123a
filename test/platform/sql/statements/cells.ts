/** What stands in the recorded rows of the products' tables: values that their columns can hold. */

import { locatorOf } from '../../../../src/platform/sql/engine/locator.ts'
import type { CatalogueTable } from './catalogue.ts'
import { productTables } from './worlds.ts'

/** With a character outside of ASCII and one outside of the basic plane. */
const recordedName = 'O’Brien 😀'

const tenants: Readonly<Record<string, string>> = { TENANT_KEY: '1', SITE: '1', TENANTID: '101', TENANT_DBID: '101' }

/** FACT_ID of the row of this number, from 1. */
export function locatorOfRow(table: string, row: number): string {
  const known = tableNamed(table)
  return locatorOf(known.key.map((column) => cellText(known, column, row)))
}

/** What is recorded of a column in this row. */
export function recordedText(table: string, column: string, row: number): string {
  return cellText(tableNamed(table), column, row)
}

/** Keys are unique; the texts of all other columns are one and the same. */
export function cellText(table: CatalogueTable, column: string, row: number): string {
  const [name, ddl = 'varchar'] = Object.entries(table.columns).find(([one]) => sameName(one, column)) ?? [column]
  const [, type = '', scale = '0'] = /^(\w+)(?:\(\d+(?:,\s*(\d+))?\))?/.exec(ddl) ?? []
  if (type.endsWith('char')) return table.key.includes(name) ? String(row) : recordedName
  if (type === 'datetime' || type === 'timestamp')
    return new Date(Date.UTC(2026, 0, 1, 0, 0, row)).toISOString().slice(0, 19)
  if (type === 'float' || Number(scale) > 0) return `${row}.25`
  return tenants[name.toUpperCase()] ?? String(row)
}

function tableNamed(name: string): CatalogueTable {
  const found = productTables.find((table) => sameName(table.name, name))
  if (found === undefined) throw new Error(`no product has a table ${name}`)
  return found
}

function sameName(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase()
}

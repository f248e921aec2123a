/** The reporting views as they are here: what the catalogue has of them, read as the settings say. Nothing is written. */

import type { Database } from '../../../platform/sql/database.ts'
import { requireTable, type ResolvedTable } from '../../../platform/sql/engine/resolved.ts'
import type { ColumnMap, TableMap } from '../../../platform/sql/engine/table-map.ts'
import { noColumns } from '../failures.ts'
import type { AutomationSettings } from '../settings.ts'
import { callDay, callKey, columnsByName, companyColumn, numbersByName, viewNames, type ViewName } from './names.ts'

export interface ViewSettings extends Pick<AutomationSettings, 'columns' | 'numberColumns'> {
  readonly company: number | string
}

/** The schema asks for the company wherever there is a database. */
export function viewSettings({ company = '', columns, numberColumns }: AutomationSettings): ViewSettings {
  return { company, ...(columns && { columns }), ...(numberColumns && { numberColumns }) }
}

/** `days`: the calls with nothing but the day on which they began. */
export interface AutomationViews {
  readonly numbers: TableMap
  readonly days: ResolvedTable
  /** What of each view is a caller's, by call. */
  readonly values: readonly ResolvedTable[]
}

export async function viewsIn(database: Database, settings: ViewSettings): Promise<AutomationViews> {
  const { numbers, days, values } = await viewMaps(database, settings)
  const tables: ResolvedTable[] = []
  for (const map of values) tables.push(await requireTable(database, map))
  return { numbers, days: await requireTable(database, days), values: tables }
}

export interface ViewMaps {
  readonly numbers: TableMap
  readonly days: TableMap
  readonly values: readonly TableMap[]
}

/** A view that is missing keeps its map: whoever looks for it tells. */
export async function viewMaps(database: Database, settings: ViewSettings): Promise<ViewMaps> {
  const tenant = { column: companyColumn, value: settings.company }
  const calls = { table: 'VW_CALLS', key: [callKey], together: true, tenant } as const
  const named = await namesIn(database, 'VW_CALLS', numbersByName, settings.numberColumns)
  if (named?.length === 0) throw noColumns('VW_CALLS', 'numberColumns')
  const numbers = (named ?? []).map((column) => ({ ...valueColumn(column), identifies: ['phone'] as const }))
  const values: TableMap[] = []
  for (const view of viewNames) {
    const found = await namesIn(database, view, columnsByName[view], settings.columns?.[view])
    if (found?.length === 0 && view !== 'VW_CALLS') throw noColumns(view, 'columns')
    const columns = [...new Set([...(view === 'VW_CALLS' ? (named ?? []) : []), ...(found ?? [])])].map(valueColumn)
    // Of a call that leads to them the company is known.
    values.push(view === 'VW_CALLS' ? { ...calls, columns } : { ...calls, table: view, tenant: null, columns })
  }
  return { numbers: { ...calls, columns: numbers }, days: { ...calls, columns: [valueColumn(callDay)] }, values }
}

function valueColumn(column: string): ColumnMap {
  return { column, identifies: [], comesWithRow: true, redact: 'keep' }
}

/** Null where there is no such view. */
async function namesIn(
  database: Database,
  view: ViewName,
  byName: RegExp,
  written: readonly string[] | undefined,
): Promise<readonly string[] | null> {
  const shape = await database.describe(view)
  if (shape === null) return null
  return (
    written ??
    [...shape.columns.values()]
      .filter(({ name, family }) => family === 'text' && byName.test(name))
      .map(({ name }) => name)
  )
}

/** An entry of a customer's own tables, as its schema promises it. */

import type { ColumnMap, FullScanPolicy, Hold, RowTime, ShortcodeColumn } from '../../platform/sql/engine/table-map.ts'

export interface TableOfSite {
  readonly table: string
  readonly key?: readonly string[]
  /** Null: the table holds this tenant only. A binding without a value is bound to the tenant key. */
  readonly tenant: { readonly column: string; readonly value?: number | string } | null
  readonly columns: readonly OwnColumn[]
  readonly people?: readonly string[]
  readonly hold?: Hold
  readonly time?: RowTime
  readonly shortcode?: ShortcodeColumn
}

type OwnColumn = Pick<ColumnMap, 'column' | 'attachedKeys' | 'match' | 'kind' | 'extensions' | 'redact'> &
  Partial<ColumnMap>

export interface OwnTables {
  readonly database: string
  readonly tables: readonly TableOfSite[]
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

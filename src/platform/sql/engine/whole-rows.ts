/** Rows that are deleted: recorded with all their columns first, and deleted only as they were recorded. */

import type { Knex } from 'knex'

import { erased, failed, gone, held, type Fate } from '../../../domain/effect.ts'
import { textOfContent } from '../../../domain/finding.ts'
import type { Database } from '../database.ts'
import { namingPlace } from '../failure.ts'
import { rowsOf } from '../rows.ts'
import type { RowsToRedact } from './parts/erase-parts.ts'
import { eachAlone, placeOf, type FateOf } from './erase-rows.ts'
import { heldRows, selectByKey, type Recorded } from './present.ts'
import { jsonOfKeys, type RecordedRow } from './recorded-rows.ts'
import type { ResolvedTable } from './resolved.ts'
import { columnsOf, documentIn, selectWhole } from './row-documents.ts'
import { locatorIn } from './table-rows.ts'
import { refuseAmbiguous } from './unique-key.ts'

/** What became of rows as a whole: what is recorded of their columns shares it. */
export interface Deleted {
  readonly add: (table: ResolvedTable, row: RecordedRow, fate: Fate) => void
  readonly has: (table: ResolvedTable, row: RecordedRow) => boolean
  readonly fateOf: (table: ResolvedTable, again: boolean) => FateOf
}

export function deletedRows(): Deleted {
  const fates = new Map<string, Fate>()
  const nameOf = (table: ResolvedTable, { locator }: RecordedRow): string => `${table.map.table}\n${locator}`
  return {
    add: (table, row, fate) => fates.set(nameOf(table, row), fate),
    has: (table, row) => fates.has(nameOf(table, row)),
    fateOf: (table, again) => (row) => fates.get(nameOf(table, row)) ?? (again ? erased : failed(unrecorded)),
  }
}

const unrecorded =
  'the row was not recorded as a whole, or is not as it was recorded, and is not deleted; it is searched again at the next pass'

interface DeleteRun {
  readonly database: Database
  readonly again: boolean
}

/** Deletes rows that are exactly as they were recorded. */
export async function deleteRows(
  { database, again }: DeleteRun,
  rows: RowsToRedact,
  deleted: Deleted,
): Promise<FateOf> {
  const fates = new Map<RecordedRow, Fate>()
  await eachAlone(
    rows.rows,
    async (some) => {
      const outcome = await namingPlace(placeOf(rows), () =>
        database.transaction((trx) => deleteUnchanged(trx, database, { ...rows, rows: some })),
      )
      for (const [row, fate] of outcome) fates.set(row, fate === gone && again ? erased : fate)
    },
    (row, reason) => fates.set(row, failed(reason)),
  )
  const fateOf: FateOf = (row) => fates.get(row) ?? gone
  for (const row of rows.rows) deleted.add(rows.table, row, fateOf(row))
  return fateOf
}

async function deleteUnchanged(
  trx: Knex,
  database: Database,
  rows: RowsToRedact,
): Promise<ReadonlyMap<RecordedRow, Fate>> {
  const { table } = rows
  const present = await documentsNow(trx, database, rows)
  const holding = await heldRows(trx, database.dialect, rows)
  const fates = new Map<RecordedRow, Fate>()
  const due: RecordedRow[] = []
  for (const row of rows.rows) {
    const now = present.get(row.locator) ?? []
    if (now.length === 0) fates.set(row, gone)
    else if (holding.has(row.locator)) fates.set(row, held(table.hold?.reason ?? ''))
    else if (now.length > 1 || now[0] !== row.value) fates.set(row, failed(unrecorded))
    else due.push(row)
  }
  if (due.length > 0) {
    await refuseAmbiguous(trx, database, { ...rows, rows: due })
    await deleteByKey(trx, database, { ...rows, rows: due })
  }
  const left =
    due.length === 0 ? new Map<string, readonly string[]>() : await documentsNow(trx, database, { ...rows, rows: due })
  for (const row of due) fates.set(row, left.has(row.locator) ? failed(stays) : erased)
  return fates
}

const stays = 'the database keeps a row that was deleted; look for a trigger or a rule of the table'

/** By locator, the texts of the rows that it names. */
async function documentsNow(
  trx: Knex,
  { dialect }: Database,
  rows: Recorded,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = columnsOf(rows.table)
  const query = selectByKey(trx, dialect, rows).select(selectWhole(trx, dialect, columns))
  const found = new Map<string, readonly string[]>()
  for (const row of await rowsOf(query)) {
    const locator = locatorIn(row, rows.table) ?? ''
    found.set(locator, [...(found.get(locator) ?? []), textOfContent(documentIn(row, columns))])
  }
  return found
}

/** By key alone: what the row holds was compared before, in the same transaction. */
async function deleteByKey(trx: Knex, database: Database, { table, column, rows }: RowsToRedact): Promise<void> {
  const hold = table.hold === null ? null : { column: table.hold.shape, values: table.hold.values }
  const change = { table: table.shape, keys: table.keys, column: column.shape, rows: jsonOfKeys(rows), hold }
  await database.dialect.change(trx, { ...change, change: 'delete' })
}

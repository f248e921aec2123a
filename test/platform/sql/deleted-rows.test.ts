/** Whatever is recorded of a row that is deleted goes with it, however its own column would be redacted. */

import { describe, expect, it } from 'vitest'

import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { fatesOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { openTable, type Table } from '../../support/one-table.ts'

const script = [
  'create table LEAD (ID int not null primary key, PHONE varchar(40), NOTE varchar(40), MAIL varchar(40), AGE int)',
  "insert into LEAD values (1, '2125550101', 'Ada', 'a@example.com', 40), (2, '3035550107', 'Bo', null, 41)",
]
const phone = { column: 'PHONE', identifies: ['phone'], redact: 'delete' } as const

const further: readonly [string, Table['columns']][] = [
  ['nothing else', []],
  ['a column that is masked', [{ column: 'NOTE', comesWithRow: true }]],
  ['a column that is emptied', [{ column: 'AGE', comesWithRow: true, redact: 'null' }]],
  ['a column that is deleted with it', [{ column: 'NOTE', comesWithRow: true, redact: 'delete' }]],
  [
    'two columns, one of them empty',
    [
      { column: 'MAIL', comesWithRow: true },
      { column: 'NOTE', comesWithRow: true },
    ],
  ],
]

const note = { column: 'NOTE', identifies: ['phone'], comesWithRow: true, kind: 'text', redact: 'delete' } as const
const mention = "insert into LEAD values (3, '3035550108', 'friend of 2125550101', null, 42)"
const strangers: readonly [string, readonly string[]][] = [
  ['is found before it', [...script.slice(0, 1), mention, ...script.slice(1)]],
  ['is found after it', [...script, mention]],
]

describe.each(engines)('on $name a row is deleted', ({ withDatabase }) => {
  it.each(further)('and with it %s, as erased', async (_what, columns) => {
    await withDatabase(async (database) => {
      const session = await openTable(database, script, { table: 'LEAD', columns: [phone, ...columns] })
      const findings = await found(session)
      const fates = await fatesOf(session.erase(recordedOf(findings), run()))
      expect(Object.keys(fates)).toEqual(['erased'])
      const rows = await rowsOf(database.knex.raw('select ID as id, NOTE as note from LEAD'))
      expect(rows).toEqual([{ id: 2, note: 'Bo' }])
    })
  })

  it.each(strangers)('also where a stranger’s row that mentions the person %s', async (_what, statements) => {
    await withDatabase(async (database) => {
      const session = await openTable(database, statements, { table: 'LEAD', columns: [phone, note] })
      const findings = await found(session)
      const fates = await fatesOf(session.erase(recordedOf(findings), run()))
      expect(Object.keys(fates)).toEqual(['erased'])
      const rows = await rowsOf(database.knex.raw('select ID as id, NOTE as note from LEAD order by ID'))
      expect(rows).toEqual([
        { id: 2, note: 'Bo' },
        { id: 3, note: 'friend of ***' },
      ])
    })
  })
})

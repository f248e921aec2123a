/** Keys of attached data that a request names: mapped, unknown, and names that a database made up. */

import { describe, expect, it } from 'vitest'

import { infoMart } from '../../../src/products/info-mart/info-mart.ts'
import type { InfoMartSettings } from '../../../src/products/info-mart/settings.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { infoMartWorld } from '../../contract/info-mart-world.ts'
import { run } from '../../contract/suite.ts'
import { createTables } from '../../contract/table-world.ts'
import { withSqlite } from '../../support/databases.ts'
import { findingsOf } from '../../support/effects.ts'
import { toolsFor } from '../../support/tools.ts'

const settings: InfoMartSettings = {
  database: 'world',
  exclude: ['LDR_FACT', 'GIDB_GC_AGENT', 'RESOURCE_'],
  unassignedRows: 'ignore',
  tenantDbid: 1,
}
const [ada] = subjects

async function targetsFound(database: Database, more: Partial<InfoMartSettings>, key: string) {
  const session = await infoMart.open({ ...settings, ...more }, tenant, toolsFor(database))
  const found = []
  const people = ada === undefined ? [] : [{ ...ada, attachedKeys: [key] }]
  for (const { target, locator } of await findingsOf(session.find(people, run()))) found.push({ ...target, locator })
  return found
}

const mapTo = (database: Database, table: string, column: string) =>
  database
    .knex('CTL_UD_TO_UDE_MAPPING')
    .insert({ ID: 9, UD_KEY_NAME: 'Odd', UDE_TABLE_NAME: table, UDE_COLUMN_NAME: column })

describe('a key that nothing is known of', () => {
  it('is noted in the history as looked for', () =>
    withSqlite(async (database) => {
      await createTables(database, infoMartWorld)
      const noted = (await targetsFound(database, {}, 'Unheard')).filter(({ column }) => column === 'Unheard')
      expect(noted).toEqual([
        { table: 'CTL_UD_TO_UDE_MAPPING', column: 'Unheard', locator: null },
        { table: 'CTL_UD_TO_UDE_MAPPING', column: 'Unheard', locator: null },
      ])
    }))

  it('is warned of by its name, unless that may be somebody’s, and mapped ones are not', () =>
    withSqlite(async (database) => {
      await createTables(database, infoMartWorld)
      const session = await infoMart.open(
        { ...settings, recordFields: { Own: 'RECORD_FIELD_1' } },
        tenant,
        toolsFor(database),
      )
      const remarks = async (...keys: string[]) =>
        session.remarks?.(ada === undefined ? [] : [{ ...ada, attachedKeys: keys }])
      expect(await remarks('AcctNum', 'Own')).toEqual([])
      expect(await remarks()).toEqual([])
      const [warning] = (await remarks('AcctNum', 'Unheard', '7815550101', 'Ada Lovelace')) ?? []
      expect(warning).toMatch(/3 key\(s\) of `kvlist` that lead to no column \(`Unheard`, …\)/)
      expect(warning).not.toMatch(/Ada|7815550101/)
    }))

  it('fails where the site wants it to', () =>
    withSqlite(async (database) => {
      await createTables(database, infoMartWorld)
      await expect(targetsFound(database, { unmappedKeys: 'error' }, 'Unheard')).rejects.toThrow(/names a key/)
    }))
})

describe('a mapping to a place that is not there', () => {
  it.each([
    ['NO_SUCH_TABLE', 'CUSTOM_DATA_1'],
    ['IRF_USER_DATA_CUST_1', 'NO_SUCH_COLUMN'],
    ['IRF_USER_DATA_CUST_1"; drop table RESOURCE_; --', 'CUSTOM_DATA_1'],
    ['IRF_USER_DATA_CUST_1', 'CUSTOM_DATA_1" = 1 or "TENANT_KEY'],
  ])('is an error, and nothing is run: %s.%s', (table, column) =>
    withSqlite(async (database) => {
      await createTables(database, infoMartWorld)
      await mapTo(database, table, column)
      await expect(targetsFound(database, {}, 'Odd')).rejects.toThrow(/does not exist/)
      expect(await database.knex('RESOURCE_')).toHaveLength(2)
    }),
  )

  it('is an error too when many interactions share the row', () =>
    withSqlite(async (database) => {
      await createTables(database, infoMartWorld)
      await mapTo(database, 'ROUTING_TARGET', 'TARGET_OBJECT_SELECTED')
      await expect(targetsFound(database, {}, 'Odd')).rejects.toThrow(/dimension/)
    }))
})

/** The Info Mart under the contract, on every engine. */

import { infoMart } from '../../src/products/info-mart/info-mart.ts'
import { engines, type Engine } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import { tenant } from './corpus.ts'
import { infoMartWorld as world } from './info-mart-world.ts'
import { productContract, type WithWorld } from './suite.ts'
import { cellsOf, createTables, expectedFindings, ownedCells } from './table-world.ts'

const settings = {
  database: 'world',
  tenantDbid: 101,
  // One row of the world belongs to no tenant, and two tenants have resources.
  unassignedRows: 'ignore',
  recordFields: { SSN: 'RECORD_FIELD_1' },
  siteTables: { LDR_FACT: { tenantColumn: 'SITE' } },
} as const

function withWorld(engine: Engine): WithWorld {
  return (work) =>
    engine.withDatabase(async (database) => {
      await createTables(database, world)
      await work({
        session: await infoMart.open(settings, tenant, toolsFor(database)),
        cells: () => cellsOf(database, world),
        owned: ownedCells(world),
        expected: expectedFindings(world),
        breakStore: async () => {
          await database.knex.raw('drop table CALLBACK_FACT')
          database.refresh()
        },
      })
    })
}

for (const engine of engines) productContract(`info-mart on ${engine.name}`, withWorld(engine))

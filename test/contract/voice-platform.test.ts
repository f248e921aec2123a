/** The voice platform under the contract, on every engine. */

import { voicePlatform } from '../../src/products/voice-platform/voice-platform.ts'
import { engines } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import { tenant } from './corpus.ts'
import { productContract } from './suite.ts'
import { cellsOf, createTables, ownedCells } from './table-world.ts'
import { expected, world } from './voice-platform-world.ts'

for (const engine of engines) {
  productContract(`voice-platform on ${engine.name}`, (work) =>
    engine.withDatabase(async (database) => {
      await createTables(database, world)
      await work({
        session: await voicePlatform.open({ database: 'rs' }, tenant, toolsFor(database)),
        cells: () => cellsOf(database, world),
        owned: ownedCells(world),
        expected,
        breakStore: async () => {
          await database.knex.raw('alter table EVENT_LOGS rename to EVENT_LOGS_GONE')
          database.refresh()
        },
      })
    }),
  )
}

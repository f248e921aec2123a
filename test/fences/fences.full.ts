/** FENCE_DISTURBANCES, 1,000 where nothing is said, shared out over two and four daemons and journals of two kinds. */

import process from 'node:process'

import { describe, test } from 'vitest'

import { sqliteSettings } from '../support/databases.ts'
import { postgres } from '../support/engines.ts'
import { disturbed } from './disturb.ts'
import { expectNothingTwice } from './expected.ts'

const disturbances = Number(process.env['FENCE_DISTURBANCES'] ?? 1_000) / 4
const seed = Number(process.env['FENCE_SEED'] ?? 20_261_128)

describe.each([2, 4])('%s daemons', (daemons) => {
  test('do everything once with a journal on SQLite', async () => {
    const journal = sqliteSettings('./lethe.db')
    expectNothingTwice(await disturbed({ name: 'SQLite', journal, daemons, disturbances, seed }))
  }, 3_600_000)

  test('do everything once with a journal on PostgreSQL, which they are cut off from as well', async () => {
    await postgres.withDatabase(async (_database, journal) => {
      expectNothingTwice(await disturbed({ name: 'PostgreSQL', journal, daemons, disturbances, seed }))
    })
  }, 3_600_000)
})

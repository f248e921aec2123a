/** A sample of what `npm run test:fences` does a thousand times: no effect twice, and no write behind a lost lease. */

import { test } from 'vitest'

import { sqliteSettings } from '../support/databases.ts'
import { disturbed } from './disturb.ts'
import { expectNothingTwice } from './expected.ts'

test('two daemons that are killed and stopped for longer than their lease do everything once', async () => {
  const journal = sqliteSettings('./lethe.db')
  expectNothingTwice(await disturbed({ name: 'SQLite', journal, daemons: 2, disturbances: 8, seed: 20_261_128 }))
}, 180_000)

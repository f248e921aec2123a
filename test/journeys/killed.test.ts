/** `lethe run`, killed at any time and run again, ends where an undisturbed run ends. `npm run test:long` kills more often. */

import { test } from 'vitest'

import { expectSameAfterKills } from './kills.ts'

test('killed at a few random times and run again, it ends in the same data, history, answers and nothing else', async () => {
  await expectSameAfterKills(6)
}, 600_000)

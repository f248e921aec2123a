/** `lethe run`, killed at many times and run again, ends where an undisturbed run ends: nothing lost, nothing twice. */

import { test } from 'vitest'

import { expectSameAfterKills } from './kills.ts'

test('killed at many random times and run again, it ends in the same data, history, answers and nothing else', async () => {
  await expectSameAfterKills(40)
}, 1_800_000)

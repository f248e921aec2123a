/** A sample of what `npm run test:approvals` tries. */

import { expect, test } from 'vitest'

import { tryApprovals } from './trials.ts'

test('nothing is erased that was not approved, and nobody is told SUCCESS of what is left', async () => {
  const { faults, erased, cutOff } = await tryApprovals({ seed: 20_261_128, trials: 15 })
  expect(faults).toEqual([])
  expect(erased).toBeGreaterThan(10)
  expect(cutOff).toBeGreaterThan(3)
}, 180_000)

/** A sample of what `npm run test:generated` plays a hundred thousand times. */

import { expect, test } from 'vitest'

import { playRuns } from './play.ts'

test('nobody who was told SUCCESS stands anywhere, and no stranger is touched, whatever others do meanwhile', async () => {
  const { succeeded, faults } = await playRuns({ seed: 20_261_128, runs: 60 })
  expect(faults).toEqual([])
  expect(succeeded).toBeGreaterThan(10)
}, 120_000)

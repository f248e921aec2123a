/** A sample of the crash matrix: points spread over a whole run. `npm run test:crash` takes every one. */

import { expect, test } from 'vitest'

import { runCrashes } from './crashes.ts'

const sample = 10

test('killed at points spread over a run of all products, it ends where an undisturbed run ends', async () => {
  const spread = (points: number) => Array.from({ length: sample }, (_, n) => Math.floor(((n + 0.5) * points) / sample))
  const { points, crashes, faults } = await runCrashes(spread)
  expect(faults).toEqual([])
  expect(points).toBeGreaterThanOrEqual(100)
  expect(crashes).toBe(sample)
}, 180_000)

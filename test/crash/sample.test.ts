/** A sample of the crash matrix: points spread over a whole run. `npm run test:crash` takes every one. */

import { expect, test } from 'vitest'

import { runCrashes } from './crashes.ts'
import { crashHeld } from './held.ts'

const sample = 10

test('killed at points spread over a run of all products, it ends where an undisturbed run ends', async () => {
  const spread = (points: number) => Array.from({ length: sample }, (_, n) => Math.floor(((n + 0.5) * points) / sample))
  const { points, crashes, faults } = await runCrashes(spread)
  expect(faults).toEqual([])
  expect(points).toBeGreaterThanOrEqual(100)
  expect(crashes).toBe(sample)
}, 180_000)

test('killed at points of a run that holds, and of one that carries out what was approved, both end alike', async () => {
  const spread = (points: number) => [Math.floor(points / 3), Math.floor((2 * points) / 3)]
  const { points, crashes, faults } = await crashHeld(spread)
  expect(faults).toEqual([])
  expect(points).toBeGreaterThanOrEqual(60)
  expect(crashes).toBe(4)
}, 180_000)

/** The whole crash matrix: killed at each point of a run over all products, it ends where an undisturbed run ends. */

import { expect, test } from 'vitest'

import { runCrashes } from './crashes.ts'
import { crashHeld } from './held.ts'

test('killed at every point, it ends where an undisturbed run ends', async () => {
  const { points, crashes, faults } = await runCrashes((count) => Array.from({ length: count }, (_, n) => n))
  expect(faults).toEqual([])
  expect(points).toBeGreaterThanOrEqual(100)
  expect(crashes).toBe(points)
}, 7_200_000)

test('killed at every point of a run that holds, and of one that carries out what was approved, both end alike', async () => {
  const { points, crashes, faults } = await crashHeld((count) => Array.from({ length: count }, (_, n) => n))
  expect(faults).toEqual([])
  expect(crashes).toBe(points)
}, 7_200_000)

/** GENERATED_RUNS runs from GENERATED_SEED on, in one process; 100,000 where nothing is said. */

import process from 'node:process'

import { expect, test } from 'vitest'

import { playRuns } from './play.ts'

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

test('nobody who was told SUCCESS stands anywhere, and no stranger is touched, whatever others do meanwhile', async () => {
  const runs = numberOf('GENERATED_RUNS', 100_000)
  const { succeeded, faults } = await playRuns({ seed: numberOf('GENERATED_SEED', 1), runs })
  expect(faults).toEqual([])
  expect(succeeded).toBeGreaterThan(runs / 10)
}, 36_000_000)

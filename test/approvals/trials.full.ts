/** APPROVAL_RUNS trials as APPROVAL_SEED chooses; 100,000 where nothing is said. */

import process from 'node:process'

import { expect, test } from 'vitest'

import { tryApprovals } from './trials.ts'

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

test('nothing is erased that was not approved, and nobody is told SUCCESS of what is left', async () => {
  const { faults, ...counts } = await tryApprovals({
    seed: numberOf('APPROVAL_SEED', 20_261_128),
    trials: numberOf('APPROVAL_RUNS', 100_000),
  })
  process.stdout.write(`approvals: ${JSON.stringify(counts)}, ${faults.length} faults\n`)
  expect(faults).toEqual([])
}, 86_400_000)

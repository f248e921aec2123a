/** JOURNAL_TRIALS journals lost, cut, empty or put back, as JOURNAL_SEED chooses; 2,000 or JOURNAL_ONLY's numbers of them. */

import process from 'node:process'

import { expect, test } from 'vitest'

import { tryEveryPoint, tryJournals } from './journals.ts'

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

/** Numbers with commas between them, as differences name them. */
function onlyOf(): ReadonlySet<number> | null {
  const only = process.env['JOURNAL_ONLY']
  return only === undefined ? null : new Set(only.split(',').map(Number))
}

test('whatever becomes of the journal, and whenever, data, history and answers are those of an undisturbed time', async () => {
  const trials = numberOf('JOURNAL_TRIALS', 2_000)
  const { faults } = await tryJournals({ seed: numberOf('JOURNAL_SEED', 20_261_129), trials, only: onlyOf() })
  expect(faults).toEqual([])
}, 7_200_000)

test('lost or empty at each point where something becomes lasting, too', async () => {
  const { points, trials, faults } = await tryEveryPoint()
  expect(faults).toEqual([])
  expect(trials).toBe(2 * points)
}, 7_200_000)

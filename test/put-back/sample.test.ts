/** A sample of what `npm run test:put-back` tries: journals that are lost, cut, empty or put back from a copy. */

import { expect, test } from 'vitest'

import { tryJournals } from './journals.ts'

// The second of this seed has shown that a file may come back after its run has ended.
test('whatever becomes of the journal, and whenever, data, history and answers are those of an undisturbed time', async () => {
  const { points, faults } = await tryJournals({ seed: 20_261_129, trials: 8 })
  expect(faults).toEqual([])
  expect(points).toBeGreaterThan(100)
}, 120_000)

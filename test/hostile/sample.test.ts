/** A sample of what `npm run test:hostile` tries ten thousand times. */

import { expect, test } from 'vitest'

import { attacked } from './attack.ts'

test('nothing of others is read into an answer, and no answer is written elsewhere, whatever a cheat tries', async () => {
  const { faults, answers } = await attacked({ seed: 20_261_128, uploads: 100, swaps: 60 })
  expect(faults).toEqual([])
  expect(answers).toBeGreaterThan(10)
}, 180_000)

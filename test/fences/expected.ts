/** What holds however often daemons were killed, stopped and cut off. */

import { expect } from 'vitest'

import type { Verdict } from './disturb.ts'
import { rowsEach } from './site.ts'

export function expectNothingTwice(verdict: Verdict): void {
  expect(verdict).toMatchObject({
    answered: verdict.files,
    // Two people in each file, and one of the first pass.
    changed: rowsEach * (2 * verdict.files + 1),
    twice: 0,
    strangers: 0,
    lost: 0,
    takenAway: 0,
    behind: 0,
    unshown: 0,
  })
  expect(verdict.files).toBeGreaterThan(5)
}

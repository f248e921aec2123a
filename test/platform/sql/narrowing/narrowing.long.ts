/** Over a hundred thousand texts; the counts are printed. */

import { describe } from 'vitest'

import { narrowing } from './narrowing.ts'

describe('what the statements return', { timeout: 1_200_000 }, () => {
  narrowing(120_000)
})

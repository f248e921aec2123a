/** A sample of the texts; all of them are put to the statements by `npm run test:long`. */

import { describe } from 'vitest'

import { narrowing } from './narrowing.ts'

describe('what the statements return', { timeout: 300_000 }, () => {
  narrowing(12_000)
})

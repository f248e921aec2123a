/** The crash matrix in full: `npm run test:crash`. Minutes; the sample of it is part of `npm test`. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/crash/*.crash.ts'],
    pool: 'forks',
    allowOnly: false,
    passWithNoTests: false,
  },
})

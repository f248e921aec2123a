/** The drop folder over SFTP in full: `npm run test:drop-folder`. Minutes; most of it is part of `npm test`. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/drop-folder/*.{test,full}.ts'],
    pool: 'forks',
    // Times are measured: one file after the other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    passWithNoTests: false,
  },
})

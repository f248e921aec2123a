/** The contract suite against a server from outside: `LETHE_LIVE_URL=… npm run test:live`. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/contract/{info-mart,outbound,tables}.test.ts', 'test/stages/recording/history.test.ts'],
    globalSetup: ['test/live/setup.ts'],
    pool: 'forks',
    // One schema, so one test after the other.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    allowOnly: false,
    passWithNoTests: false,
  },
})

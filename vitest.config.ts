/** Tests run the real thing: databases, folders and child processes, hence forks and generous time limits. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Needs an OpenSSH server: `npm run test:drop-folder`.
    exclude: ['test/drop-folder/**'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    passWithNoTests: false,
    coverage: { include: ['src/**/*.ts'] },
  },
})

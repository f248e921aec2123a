/** Minutes of everything at once: `npm run test:soak`. SOAK_FILES, SOAK_MINUTES and SOAK_SEED change its size and course. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/soak/*.soak.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    allowOnly: false,
    passWithNoTests: false,
  },
})

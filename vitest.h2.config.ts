/** The statements for SQL Server and Oracle, executed by H2: `npm run test:h2`. Needs Java 17 and H2's jar. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.h2.ts'],
    pool: 'forks',
    allowOnly: false,
    passWithNoTests: false,
  },
})

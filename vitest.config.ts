/** Tests run the real thing: databases, folders and child processes, hence forks and generous time limits. */

import { defineConfig } from 'vitest/config'

const minute = 60_000
const postgres = 'test/support/global-setup.ts'

/** What `npm test` is, and what anybody gets who names no project. */
const fast = {
  name: 'fast',
  include: ['test/**/*.test.ts'],
  // Needs an OpenSSH server: `npm run test:drop-folder`.
  exclude: ['test/drop-folder/**'],
  globalSetup: [postgres],
  // One more than the cores that it is made for: some tests wait for seconds, for a lease or a second attempt.
  maxWorkers: 3,
}

/** What takes minutes, or what not every machine has; each is asked for by its name. */
const asked = [
  // Every point at which something becomes lasting; a sample of it is part of `fast`. Sets its own time limit.
  { name: 'crash', include: ['test/crash/*.crash.ts'] },
  // Over SFTP, in full. Times are measured: one file after the other.
  { name: 'drop-folder', include: ['test/drop-folder/*.{test,full}.ts'], maxWorkers: 1 },
  // FENCE_DISTURBANCES and FENCE_SEED, JOURNAL_TRIALS, JOURNAL_SEED and JOURNAL_ONLY, GENERATED_RUNS and GENERATED_SEED,
  // HOSTILE_ATTACKS and HOSTILE_SEED, APPROVAL_RUNS and APPROVAL_SEED change their size and course.
  { name: 'fences', include: ['test/fences/*.full.ts'], globalSetup: [postgres], maxWorkers: 1 },
  { name: 'put-back', include: ['test/put-back/*.full.ts'], maxWorkers: 1 },
  { name: 'generated', include: ['test/generated/*.full.ts'] },
  { name: 'approvals', include: ['test/approvals/*.full.ts'] },
  { name: 'hostile', include: ['test/hostile/*.full.ts'] },
  { name: 'long', include: ['test/**/*.long.ts'], globalSetup: [postgres], maxWorkers: 1, testTimeout: 10 * minute },
  // SOAK_FILES, SOAK_MINUTES and SOAK_SEED change its size and course.
  { name: 'soak', include: ['test/soak/*.soak.ts'], globalSetup: [postgres] },
  // Needs Java 17 and H2's jar.
  { name: 'h2', include: ['test/**/*.h2.ts'] },
  // Needs LETHE_LIVE_URL. One schema, so one test after the other.
  {
    name: 'live',
    include: ['test/contract/{info-mart,outbound,tables}.test.ts', 'test/records/history/history.test.ts'],
    globalSetup: ['test/live/setup.ts'],
    maxWorkers: 1,
    testTimeout: 5 * minute,
    hookTimeout: 5 * minute,
  },
]

const common = {
  // Only the command line's `--project` takes its place.
  project: fast.name,
  pool: 'forks' as const,
  testTimeout: minute,
  hookTimeout: minute,
  allowOnly: false,
  passWithNoTests: false,
  coverage: { include: ['src/**/*.ts'] },
}

export default defineConfig({
  test: {
    ...common,
    projects: [fast, ...asked].map((project, groupOrder) => ({
      extends: true,
      // Each with its own number of workers: one after the other, where several are asked for.
      test: { ...project, sequence: { groupOrder } },
    })),
  },
})

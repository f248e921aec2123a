/** When there is nothing left to do, and what the daemon holds open then. */

import { setInterval } from 'node:timers/promises'
import { join } from 'node:path'

import { vi } from 'vitest'

import { rowsOf } from '../support/sqlite-site.ts'
import type { Stage } from './play.ts'

/** Resolves when so many files are answered for good and no run is open; the schedule retries what had failed. */
export async function answered({ site, daemon, night }: Stage, files: number, timeout: number): Promise<void> {
  await vi.waitFor(
    async () => {
      await night()
      daemon.residentMiB()
      const open = openIn(join(site.folder, 'lethe.db'), files)
      if (open !== '') throw new Error(open)
    },
    { timeout, interval: 250 },
  )
}

function openIn(journal: string, files: number): string {
  const [row = {}] = rowsOf(
    journal,
    `select (select count(*) from lethe_file where state in ('done', 'rejected')) as answered,
       (select count(*) from lethe_file where state not in ('done', 'rejected')) as waiting,
       (select count(*) from lethe_run where state <> 'closed') as runs`,
  )
  const isOver = row['answered'] === files && row['waiting'] === 0 && row['runs'] === 0
  return isOver
    ? ''
    : `of ${files} files ${row['answered']} are answered, ${row['waiting']} wait, ${row['runs']} runs are open`
}

/** Fewest open descriptors within some seconds, so that a scheduled pass does not count. */
export async function descriptorsAtRest({ daemon }: Stage): Promise<number> {
  const counts: number[] = []
  for await (const _tick of setInterval(100)) {
    counts.push(daemon.descriptors().length)
    if (counts.length === 50) break
  }
  return Math.min(...counts)
}

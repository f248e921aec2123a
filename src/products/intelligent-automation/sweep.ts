/** Runs that were cut off at their end, cancelled or given up: what was exchanged for them goes after a while. */

import { allAsked, openAsked } from './asked.ts'
import type { AutomationSite } from './site.ts'
import { AutomationTask } from './task.ts'

/** Longer than any request may take, and than whoever was cut off takes to go on. */
const [keptDays, overDays] = [60, 1]
const dayMs = 86_400_000

export async function sweepAsked(site: AutomationSite): Promise<void> {
  const now = site.clock.now()
  for await (const { path, run } of allAsked(site.stateFolder)) {
    const [days, since] = run.overSince === null ? [keptDays, run.since] : [overDays, run.overSince]
    if (now.getTime() - Date.parse(since) < days * dayMs) continue
    const asked = await openAsked(path, site.stateFolder, now)
    await new AutomationTask(site, asked, { signal: new AbortController().signal }).clear()
  }
}

/** Counts what is left, by the latest that the task has exported: after a forget it was asked once more. */

import { ownerName } from '../../domain/effect.ts'
import type { RecordedFinding } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { RunContext } from '../../domain/product.ts'
import { knownOf } from './find.ts'
import { targetOf, type AutomationSite } from './site.ts'
import type { AutomationTask } from './task.ts'
import { byOwner, type Caller } from './callers.ts'

export async function leftByTask(
  site: AutomationSite,
  task: AutomationTask,
  people: readonly Caller[],
  { findings, run }: { readonly findings: AsyncIterable<RecordedFinding>; readonly run: RunContext },
): Promise<readonly Left[]> {
  const left: Left[] = []
  for (const [{ owners }, { items }] of await knownOf(site, task, people, run)) {
    for (const { field } of items ?? []) {
      for (const owner of owners) left.push({ owner, target: targetOf(field), rows: 1 })
    }
  }
  // Of whom nobody can ask, since the request file is gone, it is not known that anything is gone.
  const known = byOwner(people)
  for await (const { owner, target } of findings) {
    if (!known.has(ownerName(owner))) left.push({ owner, target, rows: 1 })
  }
  return left
}

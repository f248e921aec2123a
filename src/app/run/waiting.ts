/** What a run waits for beside its products: steps by hand in systems that are not searched, a look at whoever is held, and the end of legal holds. */

import { declaredReport, declaredResult } from '../../stages/answering/declared.ts'
import type { RunOutcome } from './deliver-run.ts'
import type { RunWork } from './run-work.ts'

/** Systems that are not searched: what is said of them; and who waits for somebody's hand or word. */
export async function waitingIn({
  context,
  record,
  subjects,
  guard,
  holds,
}: RunWork): Promise<Pick<RunOutcome, 'declared' | 'waiting'>> {
  const { id, startedAt } = record.run
  const run = { id, startedAt, done: await context.journal.confirmations(id) }
  return {
    declared: context.declared.map((entry) => declaredReport(entry, run)),
    waiting: [...context.declared.map((entry) => declaredResult(entry, run, subjects)), guard.result(), holds.result()],
  }
}

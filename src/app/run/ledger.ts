/** One product's findings of one run, kept in the history. */

import { isUnevaluated, type Evaluation, type Finding } from '../../domain/finding.ts'
import type { Ledger, LedgerTally } from '../../stages/execution/step.ts'
import type { HistoryRun } from '../../records/history/history-run.ts'
import type { History } from '../../records/history/history.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import type { RunRecord } from '../../records/journal/runs.ts'

/** Counting goes over all rows of the run: it is done anew only after something was written. */
export function ledgerOf(history: History, rows: HistoryRun): Ledger {
  const unevaluated = new Map<string, LedgerTally['unevaluated'][number]>()
  const note = (evaluations: readonly Evaluation[]): readonly Finding[] => {
    for (const { owner, target, unevaluated: reason } of evaluations.filter(isUnevaluated)) {
      unevaluated.set(JSON.stringify([owner, target, reason]), { owner, target, reason })
    }
    return evaluations.filter((one): one is Finding => !isUnevaluated(one))
  }
  return {
    begin: () => {
      unevaluated.clear()
      return history.begin(rows)
    },
    append: (evaluations) => history.append(rows, note(evaluations)),
    complete: () => Promise.resolve(),
    appendUnseen: (evaluations) => history.appendUnseen(rows, note(evaluations)),
    deliver: () => Promise.resolve(),
    recorded: () => history.recorded(rows),
    tally: async () => ({ ...(await history.tally(rows)), unevaluated: [...unevaluated.values()] }),
  }
}

/** What names the rows of a product of a run, beside the tenant and the people. */
export function rowsOfStep(
  { run, steps }: RunRecord,
  { product, ordinal }: Pick<StepEntry, 'product' | 'ordinal'>,
): Omit<HistoryRun, 'tenantKey' | 'subjects'> {
  const { id: runId, action, createdTs, turns } = run
  return { runId, action, createdTs, product, ordinal, sharing: { products: steps.length, turns } }
}

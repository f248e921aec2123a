/** One product's findings of one run, kept in the history. */

import type { Ledger } from '../../stages/execution/step.ts'
import type { HistoryRun } from '../../records/history/history-run.ts'
import type { History } from '../../records/history/history.ts'
import type { HistoryTally } from '../../records/history/recorded.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import type { RunRecord } from '../../records/journal/runs.ts'

export interface HistoryLedger extends Ledger {
  readonly tally: () => Promise<HistoryTally>
}

/** Counting goes over all rows of the run: it is done anew only after something was written. */
export function ledgerOf(history: History, rows: HistoryRun): HistoryLedger {
  let counted: Promise<HistoryTally> | null = null
  const afresh = <T>(write: () => Promise<T>): Promise<T> => {
    counted = null
    return write()
  }
  return {
    begin: () => afresh(() => history.begin(rows)),
    append: (findings) => afresh(() => history.append(rows, findings)),
    appendUnseen: (findings) => afresh(() => history.appendUnseen(rows, findings)),
    recorded: () => history.recorded(rows),
    tally: () => {
      const counting = (counted ??= history.tally(rows))
      counting.catch(() => {
        counted = null
      })
      return counting
    },
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

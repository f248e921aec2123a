/** One product's findings of one run, kept in the history. */

import type { Ledger } from '../stages/execution/step.ts'
import type { HistoryRun } from '../stages/recording/history-run.ts'
import type { History } from '../stages/recording/history.ts'
import type { HistoryTally } from '../stages/recording/recorded.ts'

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

/** One product's findings of one run, kept in the record. */

import { StepFailed } from '../../domain/errors.ts'
import { isIncomplete } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Ledger } from '../../stages/execution/step.ts'
import type { FindSet } from '../../records/findings/find-set.ts'
import type { Findings } from '../../records/findings/findings.ts'
import type { RunPart } from '../../records/findings/run-part.ts'
import type { EarlierPart } from '../../records/history/earlier.ts'
import type { History } from '../../records/history/history.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { TenantContext } from '../context.ts'

/** Both tables of the history's database, which one cannot do without the other. */
export interface Records {
  readonly history: History
  readonly findings: Findings
}

/** Or why they cannot be had: without a record nothing is searched, and nothing erased. */
export async function openRecords({ history, findings, backoffMs, clock }: TenantContext, signal: AbortSignal) {
  for (const pause of [...backoffMs, null]) {
    try {
      return { history: await history(), findings: await findings() }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof StepFailed)) throw error
      if (pause === null || !error.retryable) return error.message
      await clock.sleep(pause, signal)
    }
  }
  return ''
}

export function ledgerOf(set: FindSet, signal: AbortSignal): Ledger {
  return {
    begin: set.begin,
    append: set.append,
    complete: set.complete,
    appendUnseen: set.appendUnseen,
    deliver: () => set.deliver(signal),
    recorded: set.recorded,
    effects: set.effects,
    reach: set.reach,
    beginErasing: set.beginErasing,
    noteEffects: set.noteEffects,
    completeErasing: set.completeErasing,
    tally: async () => {
      const tally = await set.tally()
      const unevaluated = tally.unevaluated.map(({ owner, target, unevaluated: reason }) => ({ owner, target, reason }))
      return { ...tally, unevaluated }
    },
  }
}

/** What names the rows of a product of a run. */
export function partOf({ run }: RunRecord, tenantKey: number, { product }: Pick<StepEntry, 'product'>): RunPart {
  const { id: runId, action, createdTs } = run
  return { runId, product, tenantKey, action, createdTs }
}

/** The same in the history, when a version without a record began the run; otherwise null. */
export function earlierPart(record: RunRecord, part: RunPart, subjects: Subjects): EarlierPart | null {
  const { earlier } = record.run
  const step = record.steps.find(({ product }) => product === part.product)
  if (earlier === null || step === undefined) return null
  const { createdTs, turns } = earlier
  return { ...part, createdTs, turns, ordinal: step.ordinal, products: record.steps.length, subjects }
}

/**
 * Has the record take over what an earlier version wrote into the history, once. What a search has left there that did
 * not come to its end goes: nobody has erased by it. What the history has lost is not made up for.
 */
export async function takeOverEarlier(
  { history }: Pick<Records, 'history'>,
  set: FindSet,
  { part, step }: { readonly part: EarlierPart | null; readonly step: StepEntry },
): Promise<void> {
  if (part === null || (await set.tally()).searches > 0) return
  const earlier = history.earlier(part)
  if (step.phase === 'pending') await earlier.remove()
  else if (!isIncomplete(await earlier.tally(), step)) await set.takeOver(earlier.evaluations())
}

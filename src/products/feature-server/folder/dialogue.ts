/** What was asked of a task about numbers, and what it has told. A number is asked about again only where that failed. */

import type { RunContext } from '../../../domain/product.ts'
import { readResults } from './log/read-results.ts'
import type { AskedFor, TaskResult } from './log/results.ts'
import type { AskedNumber } from './numbers.ts'
import { receiptsOf, type Requests } from './requests.ts'
import type { TaskSite } from './site.ts'

export interface NumberTold {
  /** Of the latest request; null: nothing was asked for. */
  readonly result: TaskResult | null
  /** Of the latest request, or of the one that comes next where there is none or it failed. */
  readonly receipt: string
}

/** So often a number is asked about in a run; then somebody has to look. */
const mostTries = 5

/** By number in its normal form. */
export async function toldOf(
  site: TaskSite,
  requests: Requests,
  numbers: readonly AskedNumber[],
  run: RunContext,
): Promise<ReadonlyMap<string, NumberTold>> {
  const receiptOf = receiptsOf(site, run)
  const asked = new Map<string, AskedFor>()
  const generations = new Map<string, number>()
  for (const { normal, forms } of numbers) {
    run.signal.throwIfAborted()
    let generation = 0
    for (let at = await nextAt(); at !== null; at = await nextAt()) {
      generation += 1
      asked.set(receiptOf(normal, generation), { at, forms })
    }
    generations.set(normal, generation)
    function nextAt() {
      return requests.askedAt(receiptOf(normal, generation + 1))
    }
  }
  const results = await readResults(site, run.action, asked, run.signal)
  const told = [...generations].map(([normal, generation]): readonly [string, NumberTold] => {
    const latest = receiptOf(normal, Math.max(generation, 1))
    const result = results.get(latest) ?? null
    const isNext = result?.kind === 'failed' && generation < mostTries
    return [normal, { result, receipt: isNext ? receiptOf(normal, generation + 1) : latest }]
  })
  return new Map(told)
}

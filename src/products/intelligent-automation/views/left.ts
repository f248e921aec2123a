/** Looks again after a forget: by the number, and at the recorded calls, whatever number they have now. */

import type { StartedEffect } from '../../../domain/effect.ts'
import { isFinding, type RecordedFinding, type Target } from '../../../domain/finding.ts'
import type { Left } from '../../../domain/outcome.ts'
import type { RunContext, Subjects } from '../../../domain/product.ts'
import { bucketsOf } from '../../../platform/sql/engine/recorded-rows.ts'
import { noLongerNamed } from '../../../platform/sql/engine/failures.ts'
import { mergeLeft } from '../../../platform/sql/engine/verify.ts'
import { asContent, keyIn, textsTogether } from '../../../platform/sql/engine/ways/together.ts'
import { findCalls, type CallSearch } from './calls.ts'

const callsAtOnce = 200

export async function leftInViews(
  search: CallSearch,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  const direct: Left[] = []
  for await (const one of findCalls(search, subjects, run)) {
    if (isFinding(one) && one.content !== null) direct.push({ owner: one.owner, target: one.target, rows: 1 })
  }
  return mergeLeft(direct, await leftOfRecorded(search, findings, run.signal))
}

async function leftOfRecorded(
  search: CallSearch,
  findings: AsyncIterable<RecordedFinding>,
  signal: AbortSignal,
): Promise<readonly Left[]> {
  const left: Left[] = []
  for await (const { target, rows } of bucketsOf(findings, callsAtOnce, async () => null)) {
    signal.throwIfAborted()
    const now = await contentsOf(
      search,
      target,
      rows.map(({ locator }) => locator),
    )
    for (const { locator, value, owners } of rows) {
      if (now.get(locator) !== value) continue
      left.push(...owners.map((owner) => ({ owner, target, rows: 1 })))
    }
  }
  return left
}

/** Whether something stands in a call that the task was to forget. */
export async function isSeen(search: CallSearch, { target, locators = [] }: StartedEffect): Promise<boolean> {
  return (await contentsOf(search, target, locators)).size > 0
}

/** By locator; without what is erased. A view or column that the settings name no more cannot be looked at. */
async function contentsOf(
  { database, views, isErased }: CallSearch,
  target: Target,
  locators: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const table = views.values.find(({ map }) => map.table === target.table)
  const column = table?.columns.find(({ map }) => map.column === target.column)
  if (table === undefined || column === undefined) throw noLongerNamed(target)
  const calls = new Map(locators.map((locator) => [keyIn(locator), locator]))
  const texts = await database.run((knex) => textsTogether(knex, database, table, [...calls.keys()]))
  const contents = [...texts].map(([call, columns]) => {
    const content = asContent((columns.get(column) ?? []).filter((text) => !isErased(text)))
    return [calls.get(call) ?? '', content] as const
  })
  return new Map(contents.flatMap(([locator, content]) => (content === null ? [] : [[locator, content] as const])))
}

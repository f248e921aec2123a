/** Looks again, by the times that rows have left: in all messages of the numbers, and at what was recorded. */

import type { Owner, RecordedFinding } from '../../../domain/finding.ts'
import type { Left } from '../../../domain/outcome.ts'
import type { RunContext, Subjects } from '../../../domain/product.ts'
import { needlesOf } from '../../../platform/match/needles.ts'
import { rowsOf } from './erase.ts'
import { ownMessages, placesInMailboxes } from './find.ts'
import { rowOf, timedRows, type TimedRow } from './rows.ts'
import { rowsOfSound } from './sound.ts'
import { describeStore, targetOf, type MessageFamily, type StoreSite } from './store.ts'

/** What expires is not left. */
export async function leftOfMessages(
  site: StoreSite,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  { signal }: RunContext,
): Promise<readonly Left[]> {
  const left = new Map<string, Left>()
  const note = (owner: Owner, family: Pick<MessageFamily, 'table'>): void => {
    const one = { owner, target: targetOf(family), rows: 1 }
    left.set(JSON.stringify([owner, one.target]), one)
  }
  const store = await describeStore(site, signal)
  for await (const finding of findings) {
    if (await stays(rowsOf(site, store, finding, signal))) note(finding.owner, finding.target)
  }
  const needles = needlesOf(subjects)
  if (needles.of(['phone']).length === 0) return [...left.values()]
  const byMessage = new Map<string, ReadonlySet<Owner>>()
  for await (const { locator, message, owners } of ownMessages(site, store, needles, signal)) {
    byMessage.set(message, owners)
    const [row, sound] = [rowOf(store.messages, locator), rowsOfSound(site, store, message, signal)]
    if (row !== null && (await stays(timedRows(site, row, signal))))
      for (const owner of owners) note(owner, store.messages)
    if (await stays(sound)) for (const owner of owners) note(owner, store.bytes)
  }
  for await (const { locator, message } of placesInMailboxes(site, store, signal)) {
    const owners = byMessage.get(message)
    const row = owners === undefined ? null : rowOf(store.mailboxes, locator)
    if (row === null || !(await stays(timedRows(site, row, signal)))) continue
    for (const owner of owners ?? []) note(owner, store.mailboxes)
  }
  return [...left.values()]
}

/** Whether a row has no time after which it is gone. */
async function stays(rows: AsyncIterable<TimedRow>): Promise<boolean> {
  for await (const { left } of rows) if (left === null) return true
  return false
}

/**
 * Lets what was recorded expire, row by row: it is written once more with a time to live. A row that has one already is told
 * with its date and left alone, so that no later pass puts anything off.
 */

import { failed, erased, gone, type Effect, type Fate, type Foreseen } from '../../../domain/effect.ts'
import { isBlob, type FoundValue, type RecordedFinding } from '../../../domain/finding.ts'
import type { RunContext } from '../../../domain/product.ts'
import { familyGone } from '../failures.ts'
import { fieldsOf, letExpire, rowOf, timedRows, type TimedRow } from './rows.ts'
import { rowsOfSound, soundOf } from './sound.ts'
import { describeStore, targetOf, type MessageFamily, type StoreSite, type VoicemailStore } from './store.ts'

export async function* expireMessages(
  site: StoreSite,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): AsyncIterable<Effect> {
  let store: VoicemailStore | null = null
  for await (const finding of findings) {
    run.signal.throwIfAborted()
    store ??= await describeStore(site, run.signal)
    const { owner, target, locator } = finding
    const fate = await fateOf(site, store, finding, run)
    const begun = fate.kind === 'expires' ? { locators: [locator] } : {}
    yield { owner, target, fate, findings: 1, ...begun }
  }
}

async function fateOf(
  site: StoreSite,
  store: VoicemailStore,
  finding: RecordedFinding,
  { again, signal }: RunContext,
): Promise<Fate> {
  const family = familyOf(store, finding)
  const isAsRecorded = await standsAsRecorded(site, store, finding, signal)
  if (isAsRecorded === null) return again ? erased : gone
  if (!isAsRecorded) return failed(changed)
  let left = 0
  for await (const row of rowsOf(site, store, finding, signal)) {
    if (row.present.length === 0) return failed(withoutTime)
    if (row.left === null) await letExpire(site, family, row, signal)
    left = Math.max(left, row.left ?? site.ttlDays * 86_400)
  }
  return { kind: 'expires', at: after(site, left) }
}

/** To the full hour behind it: rows that are written one after the other go on one date. */
function after({ clock }: StoreSite, seconds: number): string {
  const hours = Math.ceil((clock.epochSeconds() + seconds) / 3600)
  return new Date(hours * 3_600_000).toISOString()
}

/** Null where there is nothing any more. */
async function standsAsRecorded(
  site: StoreSite,
  store: VoicemailStore,
  finding: RecordedFinding,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (isBlob(finding)) {
    const now = await soundOf(site, store, finding.locator, signal)
    return now === null ? null : now.sha256 === finding.content.sha256
  }
  const { content } = finding
  const recorded = typeof content === 'string' || content.kind === 'blob' ? {} : content.fields
  const family = familyOf(store, finding)
  for await (const { values } of rowsOf(site, store, finding, signal)) {
    return Object.entries(fieldsOf(family, values)).every(([name, text]) => recorded[name] === text)
  }
  return null
}

/** Of a recorded finding, as they stand now. */
export function rowsOf(
  site: StoreSite,
  store: VoicemailStore,
  finding: RecordedFinding,
  signal: AbortSignal,
): AsyncIterable<TimedRow> {
  if (isBlob(finding)) return rowsOfSound(site, store, finding.locator, signal)
  const wanted = rowOf(familyOf(store, finding), finding.locator)
  if (wanted === null) throw familyGone()
  return timedRows(site, wanted, signal)
}

function familyOf(store: VoicemailStore, { target }: Pick<RecordedFinding, 'target'>): MessageFamily {
  const family = [store.messages, store.bytes, store.mailboxes].find(({ table }) => table === target.table)
  if (family === undefined || targetOf(family).column !== target.column) throw familyGone()
  return family
}

export async function* foreseeExpiry(site: StoreSite, findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
  for await (const { owner, target } of findings) {
    const fate = { kind: 'expires', at: after(site, site.ttlDays * 86_400) } as const
    yield { owner, target, fate, findings: 1, how: null }
  }
}

const changed = 'a row is not as it was recorded and was left alone; it is searched again at the next pass'
const withoutTime =
  'a row has no value but its key, so nobody could tell whether it expires; have forget-me do it (`folder`)'

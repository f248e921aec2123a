/** Looks again: whether the log tells of each number, and whether a recording that bears one still stands there. */

import type { RecordedFinding } from '../../../domain/finding.ts'
import type { Left } from '../../../domain/outcome.ts'
import type { RunContext, Subjects } from '../../../domain/product.ts'
import { isLeft } from '../../../platform/files/tree/recorded.ts'
import { needlesOf } from '../../../platform/match/needles.ts'
import { toldOf } from './dialogue.ts'
import { numbersOf } from './erase.ts'
import { namedRecordings } from './recordings.ts'
import { openRequests } from './requests.ts'
import { isVoicemail, recordingsRoot, recordingsTarget, type TaskSite } from './site.ts'

export async function leftOfVoicemail(
  site: TaskSite,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  const left = new Map<string, Left>()
  const note = (one: Left): void => {
    left.set(JSON.stringify([one.owner, one.target]), one)
  }
  const handedOver: RecordedFinding[] = []
  for await (const finding of findings) {
    run.signal.throwIfAborted()
    if (isVoicemail(finding.target)) handedOver.push(finding)
    else if (await isLeft(finding, recordingsRoot(site.settings))) note({ ...finding, rows: 1 })
  }
  for (const one of await untold(site, handedOver, run)) note(one)
  const needles = needlesOf(subjects)
  if (needles.of(['phone']).length === 0) return [...left.values()]
  const target = recordingsTarget(site.settings)
  for await (const { needles: named } of namedRecordings(site.settings, needles, run.signal)) {
    for (const owner of named.flatMap((needle) => needle.owners)) note({ owner, target, rows: 1 })
  }
  return [...left.values()]
}

async function untold(site: TaskSite, findings: readonly RecordedFinding[], run: RunContext): Promise<readonly Left[]> {
  if (findings.length === 0) return []
  const told = await toldOf(site, await openRequests(site), [...numbersOf(site, findings).values()], run)
  return findings.flatMap(({ owner, target, locator }) => {
    const kind = told.get(locator)?.result?.kind
    return kind === 'done' || kind === 'absent' ? [] : [{ owner, target, rows: 1 }]
  })
}

/**
 * Removes recorded favorites, setting by setting: read, take out, write, read again.
 *
 * PUT replaces a whole setting and the API knows no condition on it. What an agent stores between our reading and our
 * writing is lost, so both follow each other at once; what an agent stores right after brings old content back, which
 * the second reading shows, and then it starts over.
 */

import { StepFailed } from '../../domain/errors.ts'
import { EffectTally, erased, type Effect, type Foreseen } from '../../domain/effect.ts'
import type { FoundValue, RecordedFinding } from '../../domain/finding.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { GroupContent } from './api.ts'
import { changeFor, type SettingChange } from './change.ts'
import { targetOf } from './find.ts'
import { bucketsOf, findGroup, type RecordedGroup } from './recorded.ts'
import type { Survey } from './survey.ts'
import { keepsChanging, tookOthers } from './failures.ts'

/** Pauses before a setting is started over, milliseconds; as many new starts as entries. */
const pauses: readonly number[] = [0, 250, 1000, 4000]

export async function* eraseFavorites(
  survey: Survey,
  findings: AsyncIterable<RecordedFinding>,
  clock: Clock,
): AsyncIterable<Effect> {
  for await (const bucket of bucketsOf(findings)) {
    survey.signal.throwIfAborted()
    await eraseInGroup(survey, bucket, clock)
    yield* erasedIn(bucket)
  }
}

function erasedIn({ settings, table }: RecordedGroup): readonly Effect[] {
  const tally = new EffectTally()
  const owners = settings.flatMap(({ favorites }) => [...favorites.values()].flat())
  for (const owner of owners) tally.add(owner, targetOf(table), erased)
  return tally.take()
}

/** The reading that proves one setting done is the one that the next starts from. */
async function eraseInGroup(survey: Survey, bucket: RecordedGroup, clock: Clock): Promise<void> {
  const group = await findGroup(survey, bucket)
  if (group === null) return
  const read = () => survey.api.read(group, survey.signal)
  let content = await read()
  for (const setting of bucket.settings) {
    for (let start = 0; content !== null; start++) {
      const change = changeFor(content, setting, survey.site.favoriteAt)
      if (change === null) break
      const pause = pauses[start]
      if (pause === undefined) throw keepsChanging(group.name)
      if (start > 0) await clock.sleep(pause, survey.signal)
      content = await makeChange(survey, content, { change, last: start === pauses.length - 1, read })
    }
  }
}

interface Making {
  readonly change: SettingChange
  readonly last: boolean
  readonly read: () => Promise<GroupContent | null>
}

/** Whether a call that failed took effect shows only when the group is read again. */
async function makeChange(survey: Survey, before: GroupContent, making: Making): Promise<GroupContent | null> {
  const { change, last, read } = making
  try {
    if (change.kind === 'replace') await survey.api.replace(before.group, change.key, change.json, survey.signal)
    else await survey.api.remove(before.group, change.key, survey.signal)
  } catch (error) {
    survey.signal.throwIfAborted()
    if (last || !(error instanceof StepFailed) || !error.retryable) throw error
  }
  const after = await read()
  if (change.kind === 'remove') requireOthers(before, after, change.key)
  return after
}

/** A body that gets lost on the way turns the call into one that deletes the group: nothing more may follow. */
function requireOthers(before: GroupContent, after: GroupContent | null, removed: string): void {
  const others = before.settings.filter(({ key }) => key !== removed)
  const left = new Set(after?.settings.map(({ key }) => key))
  if (others.length === 0 || others.some(({ key }) => left.has(key))) return
  throw tookOthers(before.group.name)
}

export async function* foreseeRemoval(findings: AsyncIterable<FoundValue>): AsyncIterable<Foreseen> {
  for await (const { owner, target } of findings) {
    yield { owner, target, findings: 1, fate: erased, how: 'removed from the settings of its user' }
  }
}

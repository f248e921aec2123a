/**
 * Looks again after erasing, by ways of its own: at every text of the answers as they came, without knowing what a
 * favorite is; and at the recorded favorites in the settings they were recorded in.
 */

import type { Owner, RecordedFinding } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { Needles } from '../../platform/match/needles.ts'
import { stillStanding } from './change.ts'
import { nameOf, targetOf } from './find.ts'
import { recognise } from '../../platform/match/recognise.ts'
import { bucketsOf, findGroup } from './recorded.ts'
import { readGroups, type Survey } from './survey.ts'

export async function leftOver(
  survey: Survey,
  needles: Needles,
  findings: AsyncIterable<RecordedFinding>,
): Promise<readonly Left[]> {
  const left = new Map<string, Left>()
  for (const one of await leftInAnswers(survey, needles)) left.set(nameOf(one.owner, one.target), one)
  for (const one of await leftOfRecorded(survey, findings)) {
    const name = nameOf(one.owner, one.target)
    const known = left.get(name)
    if (known === undefined || known.rows < one.rows) left.set(name, one)
  }
  return [...left.values()]
}

async function leftInAnswers(survey: Survey, needles: Needles): Promise<readonly Left[]> {
  const counts = new LeftInSettings()
  if (needles.all.length === 0) return []
  for await (const { group, body } of readGroups(survey)) {
    survey.signal.throwIfAborted()
    for (const text of literalsOf(body)) {
      for (const needle of recognise(needles, [text])) counts.add(group.name, needle.owners)
    }
  }
  return counts.all()
}

async function leftOfRecorded(survey: Survey, findings: AsyncIterable<RecordedFinding>): Promise<readonly Left[]> {
  const counts = new LeftInSettings()
  for await (const bucket of bucketsOf(findings)) {
    survey.signal.throwIfAborted()
    const group = await findGroup(survey, bucket)
    const content = group === null ? null : await survey.api.read(group, survey.signal)
    if (content === null) continue
    for (const setting of bucket.settings) {
      for (const { owners } of stillStanding(content, setting, survey.site.favoriteAt)) counts.add(bucket.table, owners)
    }
  }
  return counts.all()
}

/** Strings and numbers in the order of the text; a string that holds JSON is looked into, as deep as it goes. */
function* literalsOf(json: string): Iterable<string> {
  for (const [literal] of json.matchAll(/"(?:[^"\\]|\\.)*"|[-+.\w]+/gs)) {
    if (!literal.startsWith('"')) {
      yield literal
      continue
    }
    const text = unquoted(literal)
    yield text
    if (/^\s*[[{]/.test(text)) yield* literalsOf(text)
  }
}

function unquoted(literal: string): string {
  try {
    const text: unknown = JSON.parse(literal)
    return typeof text === 'string' ? text : literal
  } catch {
    return literal
  }
}

class LeftInSettings {
  readonly #left = new Map<string, Left>()

  add(group: string, owners: readonly Owner[]): void {
    const target = targetOf(group)
    for (const owner of owners) {
      const name = nameOf(owner, target)
      this.#left.set(name, { target, owner, rows: (this.#left.get(name)?.rows ?? 0) + 1 })
    }
  }

  all(): readonly Left[] {
    return [...this.#left.values()]
  }
}

/** Finds addresses in the notification list and in the properties files. */

import type { Evaluation } from '../../domain/finding.ts'
import type { RunContext, Subjects } from '../../domain/product.ts'
import { asField } from '../../platform/match/identifier-index.ts'
import { needlesOf } from '../../platform/match/needles.ts'
import { findInTables } from '../../platform/sql/engine/table-session.ts'
import { documentedProperties } from './properties/documented.ts'
import { itemsIn } from './properties/file.ts'
import { kindsSearched, labelOf, placeOf, tableWork, targetOf, type AdvisorsSite } from './site.ts'

export async function* findAddresses(
  site: AdvisorsSite,
  subjects: Subjects,
  run: RunContext,
): AsyncIterable<Evaluation> {
  run.signal.throwIfAborted()
  const work = await tableWork(site)
  if (work !== null) yield* findInTables(work, subjects, run)
  yield* inProperties(site, subjects, run.signal)
}

/** A locator is the file and the place in it, counted in characters. */
export async function* inProperties(
  { settings }: AdvisorsSite,
  subjects: Subjects,
  signal: AbortSignal,
): AsyncIterable<Evaluation> {
  const needles = needlesOf(subjects)
  const owners = needles.of(kindsSearched).flatMap((needle) => needle.owners)
  if (owners.length === 0) return
  const found = new Set<string>()
  const targets = new Map<string, ReturnType<typeof targetOf>>()
  for (const file of settings.properties ?? []) {
    signal.throwIfAborted()
    for (const key of file.keys ?? documentedProperties(file.path)) {
      const target = targetOf(file, key)
      targets.set(JSON.stringify(target), target)
    }
    for (const { key, text, start } of await itemsIn(file)) {
      const target = targetOf(file, key)
      const named = new Set(needles.mentions(text, kindsSearched, asField).flatMap(({ needle }) => needle.owners))
      for (const owner of named) {
        found.add(placeOf(owner, target))
        yield { owner, target, locator: `${labelOf(file, settings)}#${start}`, content: text }
      }
    }
  }
  for (const target of targets.values()) {
    for (const owner of owners) {
      if (!found.has(placeOf(owner, target))) yield { owner, target, locator: null, content: null }
    }
  }
}

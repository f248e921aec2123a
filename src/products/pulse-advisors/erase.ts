/** Removes recipients from the notification list, and addresses from properties files; role aliases stay. */

import { erased, gone, held, type Effect, type Fate } from '../../domain/effect.ts'
import { textOfContent, type RecordedFinding } from '../../domain/finding.ts'
import type { RunContext } from '../../domain/product.ts'
import { eraseInTables } from '../../platform/sql/engine/table-session.ts'
import { keptAlias } from './aliases.ts'
import { takeOut, type TakenOut } from './properties/file.ts'
import type { PropertiesFile } from './settings.ts'
import { fileOf, tableWork, type AdvisorsSite } from './site.ts'

/** `changed` is told which files have another content now. */
export async function* eraseAddresses(
  site: AdvisorsSite,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
  changed: (file: PropertiesFile) => void,
): AsyncIterable<Effect> {
  // There are few of them: a handful of files with a few addresses each.
  const inFiles = new Map<PropertiesFile, RecordedFinding[]>()
  const aliases: RecordedFinding[] = []
  const { settings, isAlias } = site
  const ofTable = async function* (): AsyncIterable<RecordedFinding> {
    for await (const finding of findings) {
      const file = fileOf(finding.locator, settings)
      if (isAlias(finding.owner)) aliases.push(finding)
      else if (file === undefined) yield finding
      else inFiles.set(file, [...(inFiles.get(file) ?? []), finding])
    }
  }
  const work = await tableWork(site)
  if (work !== null) yield* eraseInTables(work, ofTable(), run)
  else for await (const _none of ofTable()) run.signal.throwIfAborted()
  for (const { owner, target } of aliases) {
    yield { owner, target, fate: { kind: 'retained', basis: keptAlias }, findings: 1 }
  }
  for (const [file, recorded] of inFiles) {
    run.signal.throwIfAborted()
    const wanted = new Set(recorded.map(({ target, content }) => nameOf(target.column, textOfContent(content))))
    const end = await takeOut(file, ({ key, text }) => wanted.has(nameOf(key, text)))
    if (end === 'done') changed(file)
    for (const { owner, target } of recorded) yield { owner, target, fate: fateOf(end, run), findings: 1 }
  }
}

function nameOf(key: string, text: string): string {
  return JSON.stringify([key, text])
}

function fateOf(end: TakenOut, { again }: RunContext): Fate {
  switch (end) {
    case 'done':
      return erased
    case 'nothing':
      return again ? erased : gone
    case 'busy':
      return held('a properties file is held by another process')
    case 'read-only':
      return held('a properties file may not be written; give the right to write it and its folder')
    default:
      return end satisfies never
  }
}

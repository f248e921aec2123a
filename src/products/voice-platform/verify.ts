/** Looks again after erasing: the tables by the comparison that the search did not use, and the recorded sessions. */

import type { Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { RunContext, Subjects } from '../../domain/product.ts'
import { isLeft } from '../../platform/files/tree/recorded.ts'
import { needlesOf } from '../../platform/match/needles.ts'
import { bucketsOf } from '../../platform/sql/engine/recorded-rows.ts'
import { leftInTables, mergeLeft } from '../../platform/sql/engine/verify.ts'
import { searchOf } from './find.ts'
import { fileColumn, namedFiles, rootIn } from './folders/find.ts'
import { asContent, keyIn, textsTogether } from '../../platform/sql/engine/ways/together.ts'
import { placeIn, voiceMaps, voiceTables, type VoiceSite } from './site.ts'

const sessionsAtOnce = 200

/** What is left to the Reporting Server's own retention is retained, not left. */
export async function leftOfSessions(
  site: VoiceSite,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  const { folders = [] } = site.settings
  const files = new Map<string, Left>()
  const note = (owner: Owner, target: Target): void => {
    files.set(JSON.stringify([owner, target]), { owner, target, rows: 1 })
  }
  const inTables = async function* (): AsyncIterable<RecordedFinding> {
    for await (const finding of findings) {
      if (finding.target.column !== fileColumn) yield finding
      else if (await isLeft(finding, rootIn(folders))) note(finding.owner, finding.target)
    }
  }
  const rows = await leftInDatabase(site, subjects, inTables(), run)
  // Of sessions the tables say nothing any more: numbers in names are looked for, and what was recorded.
  const search = { folders, needles: needlesOf(subjects), sessions: new Map(), signal: run.signal }
  for await (const { label, owners } of namedFiles(search)) {
    for (const owner of owners) note(owner, { table: label, column: fileColumn })
  }
  return [...rows, ...files.values()]
}

async function leftInDatabase(
  site: VoiceSite,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  if (site.settings.mode === 'retention') {
    for await (const _one of findings) run.signal.throwIfAborted()
    return []
  }
  await site.database.clearFiles()
  const searches = (await voiceMaps(site)).map(({ map }) => ({ map, reaches: [] }))
  const direct = await leftInTables(searchOf(site, subjects, run), searches)
  return mergeLeft(await ofThisTenant(site, direct), await leftOfRecorded(site, findings, run))
}

/** Texts of other tenants' sessions are counted by nobody: only what was recorded tells whose they are. */
async function ofThisTenant(site: VoiceSite, left: readonly Left[]): Promise<readonly Left[]> {
  if ((site.settings.tenant ?? null) === null) return left
  const records = (await voiceMaps(site)).flatMap(({ role, map }) => (role === 'record' ? [map.table] : []))
  return left.filter(({ target }) => records.includes(target.table))
}

async function leftOfRecorded(
  site: VoiceSite,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  const { database } = site
  const tables = await voiceTables(site)
  const left = new Map<string, Left>()
  for await (const { target, rows } of bucketsOf(findings, sessionsAtOnce, async () => null)) {
    run.signal.throwIfAborted()
    const { one, column } = placeIn(tables, target)
    const sessions = [...new Set(rows.map(({ locator }) => keyIn(locator)))]
    const texts = await database.run((knex) => textsTogether(knex, database, one.table, sessions))
    for (const { locator, value, owners } of rows) {
      if (asContent(texts.get(keyIn(locator))?.get(column) ?? []) !== value) continue
      for (const owner of owners) {
        const name = JSON.stringify([target, owner])
        left.set(name, { target, owner, rows: (left.get(name)?.rows ?? 0) + 1 })
      }
    }
  }
  return [...left.values()]
}

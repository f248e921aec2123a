/** Finds sessions by the numbers of their call records and of their texts, and all that hangs on them. */

import type { Evaluation, Owner } from '../../domain/finding.ts'
import type { RunContext, Subjects } from '../../domain/product.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'
import { needlesOf, type Needle } from '../../platform/match/needles.ts'
import { anyOf } from '../../platform/sql/engine/conditions/column-text.ts'
import { conditionsOn } from '../../platform/sql/engine/conditions/condition.ts'
import { DeniedRows } from '../../platform/sql/engine/denied-rows.ts'
import { ofTenant, searched } from '../../platform/sql/engine/predicate.ts'
import { longRead, matchesIn, selectFrom, type Match, type SearchRun } from '../../platform/sql/engine/table-rows.ts'
import { textIn } from '../../platform/sql/rows.ts'
import { findFiles } from './folders/find.ts'
import { Sessions } from './sessions.ts'
import { SessionFindings } from './session-findings.ts'
import { voiceTables, type VoiceSite, type VoiceTable } from './site.ts'

/** Sessions whose rows are read together. */
const chunk = 200

export async function* findSessions(site: VoiceSite, subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
  const search = searchOf(site, subjects, run)
  const wanted = search.needles.of(['phone'])
  if (wanted.length === 0) return
  const tables = await voiceTables(site)
  const findings = new SessionFindings(site, tables, search)
  for (const one of tables) {
    let sessions = new Sessions()
    for await (const found of matchedSessions(search, one)) {
      if ('unevaluated' in found) yield found
      else sessions.note(found.session, found.owners, one.role)
      if (sessions.size < chunk) continue
      yield* findings.of(sessions)
      sessions = new Sessions()
    }
    yield* findings.of(sessions)
  }
  yield* findings.nothingFound(wanted.flatMap(({ owners }) => owners))
  const { folders = [] } = site.settings
  yield* findFiles({ folders, needles: search.needles, sessions: findings.own, signal: run.signal })
}

export function searchOf({ database }: VoiceSite, subjects: Subjects, run: RunContext): SearchRun {
  const isExport = run.action === 'export'
  const needles = needlesOf(subjects)
  return {
    database,
    needles,
    wholeRows: false,
    wholeTexts: isExport,
    signal: run.signal,
    rest: run.rest,
    onRead: run.onRead,
  }
}

interface MatchedSession {
  readonly session: string
  readonly owners: readonly Owner[]
}

/** One pass over the table for all numbers. */
async function* matchedSessions(
  search: SearchRun,
  { table }: VoiceTable,
): AsyncIterable<MatchedSession | Extract<Evaluation, { readonly unevaluated: string }>> {
  const { database, needles } = search
  const conditions = table.columns.flatMap((column) => conditionsOn(database, column, needles, 'read'))
  const named = selectFrom(search, table, []).where(ofTenant(database, table, searched))
  const query = named.clone().where(anyOf(conditions)(database.knex))
  const denied = new DeniedRows(search, table)
  const told = new DigestSet()
  for await (const row of database.stream(query, { pageBy: searched, scan: true, named, ...longRead(search, table) })) {
    const matches = matchesIn(row, table.columns, search)
    if (matches.length === 0) denied.note(row, table.columns)
    const session = textIn(row, 'k0')
    for (const { owner, column } of ownersOf(matches)) {
      if (session !== null) yield { session, owners: [owner] }
      else if (told.add(JSON.stringify([owner, column]))) {
        const unevaluated = `\`${table.map.table}.${table.keys[0]?.name ?? ''}\` is NULL in a row that was found, so no session leads to it; fill it`
        yield { owner, target: { table: table.map.table, column }, unevaluated }
      }
    }
  }
  await denied.refuseHidden()
}

function* ownersOf(matches: readonly Match[]): Iterable<{ readonly owner: Owner; readonly column: string }> {
  const needles = new Map<Needle, string>(matches.map(({ needle, column }) => [needle, column.map.column]))
  for (const [{ owners }, column] of needles) for (const owner of owners) yield { owner, column }
}

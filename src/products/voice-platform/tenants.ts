/** Sessions that were found by their texts alone: whose tenant's they are, their call records say. */

import type { Unevaluated } from '../../domain/finding.ts'
import type { ResolvedTable } from '../../platform/sql/engine/resolved.ts'
import { textsTogether } from '../../platform/sql/engine/ways/together.ts'
import type { Sessions } from './sessions.ts'
import type { VoiceSite, VoiceTable } from './site.ts'

interface OthersSessions {
  readonly sessions: ReadonlySet<string>
  /** Sessions without a call record, where several tenants share the tables. */
  readonly unevaluated: readonly Unevaluated[]
}

const nobodys: OthersSessions = { sessions: new Set(), unevaluated: [] }

export async function othersSessions(
  { database, settings }: VoiceSite,
  tables: readonly VoiceTable[],
  sessions: Sessions,
): Promise<OthersSessions> {
  const mentioned = sessions.names().filter((name) => sessions.ownersOf(name).every(({ isOwn }) => !isOwn))
  if ((settings.tenant ?? null) === null || mentioned.length === 0) return nobodys
  const records = tables.filter(({ role }) => role === 'record')
  const namesIn = async (some: (table: ResolvedTable) => ResolvedTable): Promise<ReadonlySet<string>> => {
    const found = new Set<string>()
    for (const { table } of records) {
      const texts = await database.run((knex) => textsTogether(knex, database, some(table), mentioned))
      for (const name of texts.keys()) found.add(name)
    }
    return found
  }
  const ours = await namesIn((table) => table)
  const anybodys = await namesIn((table) => ({ ...table, tenant: null }))
  const orphans = mentioned.filter((name) => !anybodys.has(name))
  const owners = orphans.flatMap((name) => sessions.ownersOf(name).map(({ owner }) => owner))
  const target = { table: tables.find(({ role }) => role === 'event')?.table.map.table ?? '', column: '*' }
  return {
    sessions: new Set(mentioned.filter((name) => !ours.has(name))),
    unevaluated: [...new Set(owners)].map((owner) => ({ owner, target, unevaluated: withoutRecord })),
  }
}

const withoutRecord =
  'a session names this number in its texts and has no call record any more, so nothing says which tenant it belongs to; it goes with the retention of events'

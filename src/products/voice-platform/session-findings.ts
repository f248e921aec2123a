/** What each table holds of sessions that were found, for whom they were found: one finding for a column and session. */

import { ownerName } from '../../domain/effect.ts'
import type { Evaluation, Finding, Owner } from '../../domain/finding.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'
import { withoutOthers } from '../../platform/match/others.ts'
import { mentionsIn } from '../../platform/sql/engine/conditions/dates.ts'
import { locatorOf } from '../../platform/sql/engine/locator.ts'
import { partOf } from '../../platform/sql/engine/parts/parts.ts'
import type { ResolvedColumn } from '../../platform/sql/engine/resolved.ts'
import type { SearchRun } from '../../platform/sql/engine/table-rows.ts'
import { asContent, textsTogether, type ColumnTexts } from '../../platform/sql/engine/ways/together.ts'
import type { SessionOwner, Sessions } from './sessions.ts'
import type { VoiceSite, VoiceTable } from './site.ts'
import { othersSessions } from './tenants.ts'

export class SessionFindings {
  readonly #site: VoiceSite
  readonly #tables: readonly VoiceTable[]
  readonly #search: SearchRun
  /** A session may be reached from several tables. */
  readonly #told = new DigestSet()
  /** Sessions of whom a call record names, in upper case as files bear them. */
  readonly own = new Map<string, Set<Owner>>()
  /** Owner and column, of which something was found. */
  readonly #found = new Set<string>()

  constructor(site: VoiceSite, tables: readonly VoiceTable[], search: SearchRun) {
    this.#site = site
    this.#tables = tables
    this.#search = search
  }

  async *of(sessions: Sessions): AsyncIterable<Evaluation> {
    const { database } = this.#site
    const names = sessions.names()
    if (names.length === 0) return
    const others = await othersSessions(this.#site, this.#tables, sessions)
    yield* others.unevaluated
    const own = names.filter((name) => !others.sessions.has(name))
    for (const one of this.#tables) {
      this.#search.signal.throwIfAborted()
      const texts = await database.run((knex) => textsTogether(knex, database, one.table, own))
      for (const [session, columns] of texts) yield* this.#inSession(one, { session, columns }, sessions)
    }
  }

  *#inSession(
    one: VoiceTable,
    { session, columns }: { readonly session: string; readonly columns: ColumnTexts },
    sessions: Sessions,
  ): Iterable<Finding> {
    for (const whose of sessions.ownersOf(session)) {
      if (whose.isOwn)
        this.own.set(session.toUpperCase(), (this.own.get(session.toUpperCase()) ?? new Set()).add(whose.owner))
      for (const [column, texts] of columns) {
        const content = this.#contentOf(one, column, texts, whose)
        if (content !== null) yield* this.#tell(one, column, { session, owner: whose.owner, content })
      }
    }
  }

  /** Of every other column and owner that nothing is there. */
  *nothingFound(owners: readonly Owner[]): Iterable<Finding> {
    const targets = this.#tables.flatMap(({ table }) =>
      table.columns.map(({ map }) => ({ table: table.map.table, column: map.column })),
    )
    for (const target of targets) {
      for (const owner of owners) {
        if (!this.#found.has(placeOf(owner, target))) yield { owner, target, locator: null, content: null }
      }
    }
  }

  *#tell(
    { table }: VoiceTable,
    column: ResolvedColumn,
    { session, owner, content }: { readonly session: string; readonly owner: Owner; readonly content: string },
  ): Iterable<Finding> {
    const target = { table: table.map.table, column: column.map.column }
    const place = placeOf(owner, target)
    if (!this.#told.add(`${place} ${session}`)) return
    this.#found.add(place)
    yield { owner, target, locator: locatorOf([session]), content }
  }

  /** Null where nothing in the texts is the person's. */
  #contentOf(
    { role }: VoiceTable,
    column: ResolvedColumn,
    texts: readonly string[],
    { owner, isOwn }: SessionOwner,
  ): string | null {
    if (isOwn && role === 'detail') return asContent(texts)
    const { needles, wholeTexts } = this.#search
    const told = texts.flatMap((text) => {
      const places = mentionsIn(needles, text, column).filter(({ needle }) => needle.owners.includes(owner))
      if (isOwn && role === 'event' && wholeTexts) return [withoutOthers(text, places)]
      return places.length === 0 ? [] : [partOf(text, places, wholeTexts && role !== 'record')]
    })
    return asContent([...new Set(told)].sort())
  }
}

function placeOf(owner: Owner, { table, column }: { readonly table: string; readonly column: string }): string {
  return `${ownerName(owner)} ${table} ${column}`
}

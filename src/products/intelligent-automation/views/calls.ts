/** Finds calls by the number of the caller, and what each view has of them: one finding for a column and call. */

import { ownerName } from '../../../domain/effect.ts'
import { isFinding, type Evaluation, type Finding, type Owner, type Target } from '../../../domain/finding.ts'
import type { RunContext, Subjects, Tenant } from '../../../domain/product.ts'
import { pseudonym } from '../../../platform/crypto/pseudonym.ts'
import { DigestSet } from '../../../platform/crypto/digest-set.ts'
import type { Database } from '../../../platform/sql/database.ts'
import { locatorOf } from '../../../platform/sql/engine/locator.ts'
import { findInTables } from '../../../platform/sql/engine/table-session.ts'
import type { ResolvedTable } from '../../../platform/sql/engine/resolved.ts'
import { asContent, keyIn, textsTogether, type ColumnTexts } from '../../../platform/sql/engine/ways/together.ts'
import type { AutomationViews } from './site.ts'

export interface CallSearch {
  readonly database: Database
  readonly views: AutomationViews
  readonly rules: Tenant
  /** The last day, `YYYY-MM-DD`, whose calls the request is about. */
  readonly lastDay: string
  readonly isErased: (value: string) => boolean
}

/** Calls whose rows are read together. */
const chunk = 200

type CallOwners = Map<string, Map<string, Owner>>

export async function* findCalls(search: CallSearch, subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
  const findings = new CallFindings(search)
  const owners = new Map<string, Owner>()
  let calls: CallOwners = new Map()
  const { database, views, rules } = search
  const searches = [{ map: views.numbers, reaches: [] }]
  const work = { database, searches, pseudonymOf: pseudonym, rules, timeZone: rules.timeZone }
  for await (const one of findInTables(work, subjects, run)) {
    if (!isFinding(one)) yield one
    else {
      const { owner, locator } = one
      owners.set(ownerName(owner), owner)
      if (locator === null) continue
      const call = keyIn(locator)
      calls.set(call, (calls.get(call) ?? new Map<string, Owner>()).set(ownerName(owner), owner))
    }
    if (calls.size < chunk) continue
    run.signal.throwIfAborted()
    yield* findings.of(calls)
    calls = new Map()
  }
  yield* findings.of(calls)
  yield* findings.nothingFound(owners.values())
}

interface CallTexts {
  readonly call: string
  readonly columns: ColumnTexts
}

class CallFindings {
  readonly #search: CallSearch
  readonly #told = new DigestSet()
  readonly #found = new Set<string>()

  constructor(search: CallSearch) {
    this.#search = search
  }

  async *of(calls: CallOwners): AsyncIterable<Finding> {
    const { database, views } = this.#search
    const meant = await this.#upToLastDay([...calls.keys()])
    for (const table of views.values) {
      const texts = await database.run((knex) => textsTogether(knex, database, table, meant))
      for (const [call, columns] of texts) yield* this.#inCall(table, { call, columns }, calls)
    }
  }

  *#inCall({ map }: ResolvedTable, { call, columns }: CallTexts, calls: CallOwners): Iterable<Finding> {
    for (const [column, texts] of columns) {
      const content = asContent(texts.filter((text) => !this.#search.isErased(text)))
      const target = { table: map.table, column: column.map.column }
      if (content === null) continue
      for (const owner of calls.get(call)?.values() ?? []) yield* this.#tell(owner, target, { call, content })
    }
  }

  *#tell(owner: Owner, target: Target, { call, content }: { call: string; content: string }): Iterable<Finding> {
    if (!this.#told.add(`${placeOf(owner, target)} ${call}`)) return
    this.#found.add(placeOf(owner, target))
    yield { owner, target, locator: locatorOf([call]), content }
  }

  *nothingFound(owners: Iterable<Owner>): Iterable<Finding> {
    const targets = this.#search.views.values.flatMap(({ map }) => {
      return map.columns.map(({ column }) => ({ table: map.table, column }))
    })
    for (const owner of owners) {
      for (const target of targets) {
        if (!this.#found.has(placeOf(owner, target))) yield { owner, target, locator: null, content: null }
      }
    }
  }

  /** Who goes on calling has not asked for what comes later. A day that cannot be read is none of those. */
  async #upToLastDay(calls: readonly string[]): Promise<readonly string[]> {
    const { database, views, lastDay } = this.#search
    const days = await database.run((knex) => textsTogether(knex, database, views.days, calls))
    return calls.filter((call) => {
      const [day = ''] = [...(days.get(call)?.values() ?? [])][0] ?? []
      return !/^\d{4}-\d{2}-\d{2}/.test(day) || day.slice(0, 10) <= lastDay
    })
  }
}

function placeOf(owner: Owner, { table, column }: Target): string {
  return `${ownerName(owner)} ${table} ${column}`
}

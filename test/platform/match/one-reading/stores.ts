/** Every store there is, asked which of some texts name a person, and what is left of them after a forget. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { IdentifierKind } from '../../../../src/domain/identifier.ts'
import type { Tenant } from '../../../../src/domain/product.ts'
import type { Subject } from '../../../../src/domain/subject.ts'
import { indexMatcher } from '../../../../src/platform/match/favorites/index-matcher.ts'
import { ownersOf, type FieldText, type FavoriteMatcher } from '../../../../src/platform/match/favorites/matcher.ts'
import { plainMatcher } from '../../../../src/platform/match/favorites/plain-matcher.ts'
import { wantedOf } from '../../../../src/platform/match/favorites/wanted.ts'
import { needlesOf } from '../../../../src/platform/match/needles.ts'
import { recognise } from '../../../../src/platform/match/recognise.ts'
import { rowsOf } from '../../../../src/platform/sql/rows.ts'
import { openSession } from '../../../../src/products/log-files/session.ts'
import { readSettings } from '../../../../src/products/log-files/settings.ts'
import { recordedOf, run } from '../../../contract/suite.ts'
import { fatesOf, findingsOf } from '../../../support/effects.ts'
import type { Engine } from '../../../support/engines.ts'
import { openTable } from '../../../support/one-table.ts'

export interface Read {
  /** By the place of the text. */
  readonly found: readonly boolean[]
  /** After a forget; null where nothing is changed. */
  readonly left: readonly string[] | null
  /** What verification still sees. */
  readonly remaining: number
}

export type Store = (who: Subject, texts: readonly string[]) => Promise<Read>

const nothingChanged = { left: null, remaining: 0 } as const

interface Options {
  readonly tenant?: Partial<Tenant>
  readonly identifies?: readonly IdentifierKind[]
  /** Of the column. */
  readonly collation?: string
}

export function column(engine: Engine, kind: 'address' | 'text', options: Options = {}): Store {
  const { tenant = {}, identifies = ['phone', 'email'], collation = '' } = options
  return (who, texts) =>
    engine.withDatabase(async (database) => {
      const script = [`create table P (ID int not null primary key, V varchar(300) ${collation})`]
      const columns = [{ column: 'V', identifies, kind }]
      const session = await openTable(database, script, { table: 'P', columns: [...columns] }, tenant)
      for (const [i, text] of texts.entries()) await database.knex.raw('insert into P values (?, ?)', [i, text])
      const findings = await findingsOf(session.find([who], run()))
      const rows = new Set(findings.flatMap(({ locator, content }) => (content === null ? [] : [locator])))
      await fatesOf(session.erase(recordedOf(findings), run()))
      const left = await rowsOf(database.knex.raw('select V as v from P order by ID'))
      const seen = await session.verify([who], recordedOf(findings), run())
      return {
        found: texts.map((_, i) => rows.has(String(i))),
        left: left.map(({ v }) => String(v)),
        remaining: seen.length,
      }
    })
}

/** One line for each text, found by the kernel and verified by the plain scanner. */
export const log = logWith([])

/** `words`: the kinds of words that are searched in it. */
export function logWith(words: readonly IdentifierKind[]): Store {
  return (who, texts) => inLog(words, who, texts)
}

async function inLog(words: readonly IdentifierKind[], ...[who, texts]: Parameters<Store>): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-one-reading-'))
  try {
    const path = join(folder, 'a.log')
    writeFileSync(path, texts.map((text) => `${text}\n`).join(''))
    const session = openSession(readSettings({ paths: [path], threads: 1, words }))
    const findings = await findingsOf(session.find([who], run()))
    const offsets = findings.flatMap(({ locator, content }) => (content === null ? [] : [parseInt(locator ?? '', 10)]))
    await fatesOf(session.erase(recordedOf(findings), run()))
    const seen = await session.verify([who], recordedOf(findings), run())
    const left = readFileSync(path)
    let end = 0
    const places = texts.map((text) => {
      const start = end
      end += Buffer.byteLength(text) + 1
      return { start, end }
    })
    return {
      found: places.map((place) => offsets.some((offset) => offset >= place.start && offset < place.end)),
      left: places.map(({ start, end: behind }) => left.toString('utf8', start, behind - 1)),
      remaining: seen.length,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const document: Store = (who, texts) => {
  const needles = needlesOf([who])
  return Promise.resolve({ found: texts.map((text) => recognise(needles, [text]).size > 0), ...nothingChanged })
}

/** As an export reads it: the vendor's rule of parts is a forget's own. */
export function favorite(kind: FieldText['kind'], by: 'index' | 'plain'): Store {
  return (who, texts) => {
    const wanted = wantedOf([who], 7)
    const matcher: FavoriteMatcher = (by === 'index' ? indexMatcher : plainMatcher)(wanted, { parts: false })
    return Promise.resolve({
      found: texts.map((text) => ownersOf([{ kind, text }], matcher).length > 0),
      ...nothingChanged,
    })
  }
}

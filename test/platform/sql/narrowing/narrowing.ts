/** A statement may return more rows than hold somebody, never fewer: over generated texts, on every engine. */

import { expect, it } from 'vitest'

import type { IdentifierKind } from '../../../../src/domain/identifier.ts'
import { needlesOf } from '../../../../src/platform/match/needles.ts'
import type { ColumnShape } from '../../../../src/platform/sql/catalogue.ts'
import type { Database } from '../../../../src/platform/sql/database.ts'
import { anyOf } from '../../../../src/platform/sql/engine/conditions/column-text.ts'
import { conditionsOn } from '../../../../src/platform/sql/engine/conditions/condition.ts'
import type { ResolvedColumn } from '../../../../src/platform/sql/engine/resolved.ts'
import { readingOf, type ColumnKind } from '../../../../src/platform/sql/engine/table-map.ts'
import { rowsOf } from '../../../../src/platform/sql/rows.ts'
import { engines, postgres } from '../../../support/engines.ts'
import { kinds, people } from './people.ts'
import { textsOf } from './texts.ts'
import { foreign, functions, translated } from './translated.ts'

const needles = needlesOf(people)

function columnOf(kind: IdentifierKind, as: ColumnKind, declared: string): ResolvedColumn {
  const shape: ColumnShape = { name: 'v', declared, family: 'text', length: 4000, nullable: true }
  const map = { column: 'v', identifies: [kind], comesWithRow: false, kind: as } as const
  return { map, shape, alias: 'v', redact: 'mask', indexed: false, addressesIndexed: false }
}

const ways = kinds.flatMap((kind) => (['address', 'text'] as const).map((as) => ({ kind, as })))

async function fill(database: Database, texts: readonly string[]): Promise<void> {
  await database.knex.raw('create table texts (id int not null primary key, v text)')
  for (let from = 0; from < texts.length; from += 10_000) {
    const rows = JSON.stringify(texts.slice(from, from + 10_000).map((v, i) => ({ k0: from + i, v })))
    const columns = [
      { name: 'k0', like: { name: 'id', declared: 'integer', family: 'integer', length: null, nullable: false } },
      { name: 'v', like: { name: 'v', declared: 'text', family: 'text', length: null, nullable: true } },
    ] as const
    const source = database.dialect.jsonRows(database.knex, rows, columns)
    await database.knex.raw('insert into texts (id, v) select k0, v from ?', [source])
  }
}

/** By column, the texts that name somebody; told once, since that takes longer than any statement. */
function namedIn(texts: readonly string[]): (column: ResolvedColumn) => ReadonlyMap<number, string> {
  const known = new Map<string, ReadonlyMap<number, string>>()
  return ({ map }) => {
    const name = `${map.identifies.join()} ${map.kind ?? ''}`
    const named =
      known.get(name) ??
      new Map(
        texts.flatMap((text, id): (readonly [number, string])[] =>
          needles.mentions(text, map.identifies, readingOf(map)).length > 0 ? [[id, text]] : [],
        ),
      )
    known.set(name, named)
    return named
  }
}

function missedBy(returned: ReadonlySet<number>, named: ReadonlyMap<number, string>): readonly string[] {
  return [...named].filter(([id]) => !returned.has(id)).map(([, text]) => text)
}

async function idsOf(rows: PromiseLike<readonly Record<string, unknown>[]>): Promise<ReadonlySet<number>> {
  return new Set((await rows).map(({ id }) => Number(id)))
}

interface Counts {
  named: number
  returned: number
}

function tell(engine: string, texts: number, { named, returned }: Counts): void {
  process.stdout.write(
    `${engine}: ${texts} texts, each asked of in ${ways.length} ways: ${named} name somebody, ${returned} were returned, none of the first was missed\n`,
  )
}

/** As many different texts as asked for. */
export function narrowing(count: number): void {
  const made = textsOf(
    needles.all.map(({ identifier }) => identifier),
    count * 1.3,
    20_261_127,
  )
  const texts = [...new Set(made)].slice(0, count)
  const named = namedIn(texts)

  it.each(engines)('on $name no statement passes over a text that names somebody', (engine) =>
    engine.withDatabase(async (database) => {
      await fill(database, texts)
      const { knex } = database
      const counts = { named: 0, returned: 0 }
      for (const { kind, as } of ways) {
        const column = columnOf(kind, as, 'text')
        for (const comparison of ['read', 'again'] as const) {
          const condition = anyOf(conditionsOn(database, column, needles, comparison))(knex)
          const ids = await idsOf(rowsOf(knex.select('id').from({ t: 'texts' }).where(condition)))
          expect(missedBy(ids, named(column)), `${kind} ${as} ${comparison}`).toEqual([])
          if (comparison === 'again') continue
          counts.named += named(column).size
          counts.returned += ids.size
        }
      }
      tell(engine.name, texts.length, counts)
      expect(counts.named).toBeGreaterThan(count / 4)
    }),
  )

  it.each(engines)('on $name nor does one that asks for few addresses', (engine) =>
    engine.withDatabase(async (database) => {
      await fill(database, texts)
      const { knex } = database
      const column = columnOf('email', 'address', 'text')
      const addresses = people.filter(({ identifiers }) => identifiers.some(({ kind }) => kind === 'email'))
      for (const asked of [...addresses.map((one) => [one]), addresses.slice(0, 3)]) {
        const few = needlesOf(asked)
        const hers = texts.flatMap((text, id): (readonly [number, string])[] =>
          few.mentions(text, ['email'], readingOf(column.map)).length > 0 ? [[id, text]] : [],
        )
        const condition = anyOf(conditionsOn(database, column, few, 'read'))(knex)
        const ids = await idsOf(rowsOf(knex.select('id').from({ t: 'texts' }).where(condition)))
        expect(hers.length).toBeGreaterThan(0)
        expect(missedBy(ids, new Map(hers))).toEqual([])
      }
    }),
  )

  it.each(['SQL Server', 'Oracle'] as const)('what is written for %s passes over none either', async (server) => {
    const other = foreign[server]
    const writer = other.knex()
    await postgres.withDatabase(async (database) => {
      await fill(database, texts)
      for (const statement of functions) await database.knex.raw(statement)
      const counts = { named: 0, returned: 0 }
      for (const { kind, as } of ways) {
        const column = columnOf(kind, as, other.declared)
        const conditions = conditionsOn({ ...database, knex: writer, dialect: other.dialect }, column, needles, 'read')
        const query = writer.select('id').from({ t: 'texts' }).where(anyOf(conditions)(writer))
        const { sql, bindings } = translated(other, query)
        const ids = await idsOf(rowsOf(database.knex.raw(sql, [...bindings])))
        expect(missedBy(ids, named(column)), `${kind} ${as}`).toEqual([])
        counts.named += named(column).size
        counts.returned += ids.size
      }
      tell(server, texts.length, counts)
    })
  })
}

/**
 * SQL Server or Oracle without a server: all that the products and the history say to it is written by the real dialect,
 * and judged by its grammar and a list of what the server does not take.
 */

import { beforeAll, describe, expect, it } from 'vitest'

import { subjects } from '../../../contract/corpus.ts'
import { brokenBans, type Bans } from './bans.ts'
import { everyStatement, type Wired } from './drive.ts'
import { shapeOf, type Grammar } from './grammar.ts'
import type { Statement } from './server.ts'
import { productTables } from './worlds.ts'

export interface Proof {
  readonly client: Wired
  readonly name: string
  readonly grammar: Grammar
  readonly bans: Bans
}

export function proveStatements({ client, name, grammar, bans }: Proof): void {
  describe(`every statement for ${name}`, () => {
    let statements: readonly Statement[] = []
    let distinct: readonly Statement[] = []

    beforeAll(async () => {
      statements = await everyStatement(client)
      distinct = [...new Map(statements.toReversed().map((one) => [one.sql, one])).values()].toReversed()
    }, 300_000)

    it('reads large tables in ranges of their keys', () => {
      const ranges = statements.filter(({ sql }) => / > .* and .* <= /.test(sql))
      expect(ranges.filter(({ operation }) => operation.endsWith(': find')).length).toBeGreaterThan(0)
    })

    it('is there, for every product and operation', () => {
      const counts = countBy(statements, ({ operation }) => operation)
      const different = countBy(distinct, ({ operation }) => operation)
      const table = [...counts].map(
        ([operation, count]) => `  ${operation}: ${count}, ${different.get(operation) ?? 0} of them new`,
      )
      process.stdout.write(
        `${name}: ${statements.length} statements, ${distinct.length} different\n${table.join('\n')}\n`,
      )
      for (const product of ['info-mart', 'outbound', 'tables']) {
        for (const verb of ['check', 'find', 'find 3,000', 'erase', 'verify']) {
          expect(counts.get(`${product}: ${verb}`) ?? 0, `${product}: ${verb}`).toBeGreaterThan(0)
        }
      }
      for (const verb of ['open', 'earlier', 'remove', 'purge', 'ask']) {
        expect(counts.get(`history: ${verb}`) ?? 0, `history: ${verb}`).toBeGreaterThan(0)
      }
      for (const verb of [
        'open',
        'begin',
        'append',
        'complete',
        'deliver',
        'append unseen',
        'recorded',
        'tally',
        'earlier',
        'over',
        'take up',
        'export',
        'lines',
        'purge',
      ]) {
        expect(counts.get(`record: ${verb}`) ?? 0, `record: ${verb}`).toBeGreaterThan(0)
      }
      expect(counts.get('outside') ?? 0).toBe(0)
    })

    it('reaches every table of every product, and changes each of those that can be changed', () => {
      const missing = productTables.filter(({ name: table }) => !statements.some(({ sql }) => sql.includes(table)))
      expect(missing.map((table) => table.name)).toEqual([])
      const changed = productTables.filter(({ name: table }) =>
        statements.some(({ sql }) => /^(update|delete)/.test(sql) && sql.includes(table)),
      )
      // Read on the way, and never changed.
      const control = ['CTL_UD_TO_UDE_MAPPING', 'MEDIATION_SEGMENT_FACT']
      expect(changed.length + control.length).toBe(productTables.length)
    })

    it('is one that the grammar knows', { timeout: 300_000 }, () => {
      // A bulk load's statement is for the driver and the server alone, and no part of the language.
      const spoken = distinct.filter(({ sql }) => !sql.startsWith('insert bulk '))
      const shapes = [...new Map(spoken.map((one) => [shapeOf(one.sql), one])).values()]
      process.stdout.write(`${name}: ${shapes.length} shapes parsed\n`)
      const refused = shapes.flatMap(({ operation, sql }) =>
        grammar(shapeOf(sql)).map((complaint) => `${operation}: ${complaint}\n  ${sql}`),
      )
      expect(distinct.length).toBeGreaterThan(100)
      expect(shapes.length).toBeGreaterThan(50)
      expect(refused).toEqual([])
    })

    it('is none that the server or this project refuses', () => {
      const broken = statements.flatMap((one) =>
        brokenBans(bans, one).map((ban) => `${one.operation}: ${ban}\n  ${one.sql}`),
      )
      expect(broken).toEqual([])
    })

    it('on people’s tables is bound to identifiers or to recorded rows, and in the search to the tenant', () => {
      const onData = distinct.filter(({ operation }) => /: (find|erase|verify)/.test(operation)).filter(readsPeople)
      expect(onData.length).toBeGreaterThan(50)
      const unbound = onData.filter(
        ({ parameters }) => !parameters.some((one) => isJson(one) || isPartOfIdentifier(one)),
      )
      expect(unbound.filter((one) => !readsTextsForMany(one)).map(({ sql }) => sql)).toEqual([])
      const searches = onData
        .filter(({ operation }) => operation.includes(': find'))
        .filter(({ sql }) => hasTenant(sql))
      expect(searches.length).toBeGreaterThan(20)
      // One tenant, or two numbers for one that is alone in the database: its own, and that of no tenant.
      const ofTenant = /(TENANT_KEY|TENANTID|SITE|tenant_dbid)["\]] (= |in \(\S+, \S+\) or )/
      expect(searches.map(({ sql }) => sql).filter((sql) => !ofTenant.test(sql))).toEqual([])
    })
  })
}

const withoutTenant = /cl_sales|gsw_request_log|SDR_SURVEY_TRANSCRIPT_FACT/

function hasTenant(sql: string): boolean {
  return !withoutTenant.test(sql)
}

/** Not the catalogue, not where a key begins and ends, not which tenants there are, and not the small control table that is read whole. */
function readsPeople({ sql }: Statement): boolean {
  const names = productTables.map((table) => table.name).filter((table) => table !== 'CTL_UD_TO_UDE_MAPPING')
  return (
    !/\bsys\.|\ball_(tab|ind)|has_perms|lethe_key|^select distinct \S+ as .tenant_key. from/.test(sql) &&
    names.some((table) => sql.includes(table))
  )
}

/** Texts are asked for what they mention: the last digits of a number, an address. */
const parts: ReadonlySet<unknown> = new Set(
  subjects.flatMap(({ identifiers }) =>
    identifiers.flatMap(({ digits, written }) => [...digits.map((form) => form.slice(-4)), ...written]),
  ),
)

function isPartOfIdentifier(parameter: Statement['parameters'][number]): boolean {
  return parts.has(parameter)
}

/** What thousands of people are looked for in is read whole, once for all of them. */
function readsTextsForMany({ operation, sql }: Statement): boolean {
  return operation.endsWith(': find 3,000') && /SDR_CUST_ATRIBUTES_FACT|SDR_SURVEY_TRANSCRIPT_FACT/.test(sql)
}

function isJson(parameter: Statement['parameters'][number]): boolean {
  return typeof parameter === 'string' && parameter.startsWith('[')
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1)
  return counts
}

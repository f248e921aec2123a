/** The history on every engine, on a table of ours and on one with the documented columns alone. */

import { describe, expect, test } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import type { SqlClient } from '../../../src/platform/sql/settings.ts'
import type { HistoryRun } from '../../../src/records/history/history-run.ts'
import { openHistory, type History } from '../../../src/records/history/history.ts'
import { checkHistory } from '../../../src/records/history/history-table.ts'
import { engines } from '../../support/engines.ts'
import { collect, consumer, findingOf, phoneOf } from '../../support/people.ts'

const ann = consumer('1.consumer-1', phoneOf(101))
const bob = consumer('1.consumer-2', phoneOf(102))

function runOf(change: Partial<HistoryRun> = {}): HistoryRun {
  const run = {
    runId: 'run-1',
    product: 'info-mart',
    tenantKey: 1,
    action: 'forget',
    createdTs: 1000,
    ordinal: 0,
  } as const
  return { ...run, subjects: [ann, bob], ...change }
}

const eightColumns = `create table CTL_GDPR_HISTORY (TENANT_KEY integer, FORGET integer, CONSUMER_ID varchar(255),
  TABLE_NAME varchar(30), COLUMN_NAME varchar(30), FACT_ID varchar(64), KEY_VALUE varchar(1024), CREATED_TS integer)`

type Work = (history: History, database: Database, client: SqlClient) => Promise<void>

const layouts = [
  { layout: 'a table of ours', prepare: async () => {} },
  {
    layout: 'the documented columns alone',
    prepare: async (database: Database) => {
      await database.run((knex) => knex.raw(eightColumns))
    },
  },
] as const

const places = engines.flatMap((engine) =>
  layouts.map(({ layout, prepare }) => ({
    place: `${engine.name}, ${layout}`,
    withHistory: (work: Work) =>
      engine.withDatabase(async (database, settings) => {
        await prepare(database)
        await work(await openHistory(database, { client: settings.client, create: true }), database, settings.client)
      }),
  })),
)

describe.each(places)('history on $place', ({ withHistory }) => {
  test('gives back what was recorded with a value, and nothing of other products and runs', async () => {
    await withHistory(async (history) => {
      const run = runOf()
      await history.append(run, [
        findingOf(ann, { locator: '1', value: '7815550101' }),
        findingOf(ann, { locator: '2', value: null }),
        findingOf(bob, { locator: null, value: null }),
      ])
      await history.append(runOf({ product: 'outbound', ordinal: 1 }), [findingOf(ann, { locator: '7', value: 'x' })])
      await history.append(runOf({ runId: 'run-2', createdTs: 2000 }), [findingOf(ann, { locator: '8', value: 'y' })])
      expect(await collect(history.recorded(run))).toEqual([findingOf(ann, { locator: '1', value: '7815550101' })])
    })
  })

  test('counts what was evaluated and found, per identifier', async () => {
    await withHistory(async (history) => {
      const run = runOf()
      await history.append(run, [
        findingOf(ann, { locator: '1', value: 'a' }),
        findingOf(ann, { locator: '2', value: 'b', column: 'TARGET_ADDRESS' }),
        findingOf(bob, { locator: null, value: null }),
      ])
      const tally = await history.tally(run)
      expect(tally).toMatchObject({ evaluated: 2, found: 2 })
      const found = tally.owners.map(({ owner, found: count }) => [owner.subjectKey, count])
      expect(found.sort()).toEqual([
        ['1.consumer-1', 2],
        ['1.consumer-2', 0],
      ])
    })
  })

  test('begin takes away what an unfinished search left, of this product alone', async () => {
    await withHistory(async (history) => {
      const other = runOf({ product: 'outbound', ordinal: 1 })
      await history.append(runOf(), [findingOf(ann, { locator: '1', value: 'a' })])
      await history.append(other, [findingOf(ann, { locator: '2', value: 'b' })])
      await history.begin(runOf())
      expect(await collect(history.recorded(runOf()))).toEqual([])
      expect(await collect(history.recorded(other))).toHaveLength(1)
    })
  })

  test('a further search adds only what is new, a changed value included', async () => {
    await withHistory(async (history) => {
      const run = runOf()
      await history.append(run, [findingOf(ann, { locator: '1', value: 'a' })])
      const again = [
        findingOf(ann, { locator: '1', value: 'a' }),
        findingOf(ann, { locator: '1', value: 'A2' }),
        findingOf(ann, { locator: '3', value: 'c' }),
        findingOf(bob, { locator: null, value: null }),
      ]
      expect(await history.appendUnseen(run, again)).toBe(2)
      expect(await history.appendUnseen(run, again)).toBe(0)
      const values = (await collect(history.recorded(run))).map(({ content }) => content)
      expect(values.sort()).toEqual(['A2', 'a', 'c'])
    })
  })

  test('exports one person, table by table, with the empty fields', async () => {
    await withHistory(async (history) => {
      const run = runOf({ action: 'export' })
      await history.append(run, [
        findingOf(ann, { table: 'Z_FACT', locator: '9', value: 'z' }),
        findingOf(bob, { locator: '5', value: 'not hers' }),
        findingOf(ann, { column: 'TARGET_ADDRESS', locator: '1', value: 't' }),
        findingOf(ann, { table: 'A_FACT', locator: '3', value: null }),
        findingOf(ann, { locator: '1', value: 's' }),
        findingOf(ann, { table: 'B_FACT', locator: null, value: null }),
      ])
      const rows = await collect(history.exportRows(run, ann.key))
      expect(rows.map(({ table, column, value }) => [table, column, value])).toEqual([
        ['A_FACT', 'SOURCE_ADDRESS', null],
        ['INTERACTION_FACT', 'SOURCE_ADDRESS', 's'],
        ['INTERACTION_FACT', 'TARGET_ADDRESS', 't'],
        ['Z_FACT', 'SOURCE_ADDRESS', 'z'],
      ])
      expect(new Set(rows.map(({ subjectKey }) => subjectKey))).toEqual(new Set([ann.key]))
    })
  })

  test('a person named in two requests of a run gets each value once in each archive', async () => {
    await withHistory(async (history) => {
      const twin = consumer('2.consumer-1', phoneOf(101))
      const subjects = [ann, twin]
      const run = runOf({
        action: 'export',
        subjects,
        sharing: { products: 1, turns: history.timesOf(subjects, 1).turns },
      })
      await history.append(
        run,
        [ann, twin].map((who) => findingOf(who, { locator: '1', value: 'a' })),
      )
      expect(await collect(history.exportRows(run, ann.key))).toHaveLength(1)
      expect(await collect(history.exportRows(run, twin.key))).toHaveLength(1)
    })
  })

  test('whose rows are whose stays when the file of somebody who gave the same identifier is gone', async () => {
    await withHistory(async (history) => {
      const twin = consumer('2.consumer-1', phoneOf(101))
      const sharing = { products: 2, turns: history.timesOf([ann, twin], 1).turns }
      const run = runOf({ action: 'export', ordinal: 1, subjects: [ann, twin], sharing })
      await history.append(run, [
        findingOf(ann, { locator: '1', value: 'hers' }),
        findingOf(twin, { locator: '2', value: 'his' }),
      ])
      const rest = { ...run, subjects: [twin] }
      expect((await collect(history.exportRows(rest, twin.key))).map(({ value }) => value)).toEqual(['his'])
      expect(await collect(history.recorded(rest))).toHaveLength(2)
      const { owners } = await history.tally(rest)
      expect(owners.filter(({ owner }) => owner.subjectKey === twin.key)).toMatchObject([{ found: 1 }])
      await history.begin(rest)
      expect(await collect(history.recorded(run))).toEqual([])
    })
  })

  test('people who cannot be told apart are named before anything is searched for them, and their rows are nobody’s', async () => {
    await withHistory(async (history) => {
      const crowd = Array.from({ length: 120 }, (_, i) => consumer(`${i + 1}.consumer-1`, phoneOf(101)))
      const turns = history.timesOf(crowd, 1).turns
      const refused = history.unrecordable({ subjects: crowd, turns }).map(({ owner }) => owner.subjectKey)
      const canTell = Object.keys(turns).length === 0
      expect(refused).toEqual(canTell ? [] : crowd.slice(99).map(({ key }) => key))
      const run = runOf({ action: 'export', subjects: crowd, sharing: { products: 1, turns } })
      await history.append(
        run,
        crowd.map((who) => findingOf(who, { locator: who.key, value: who.key })),
      )
      for (const { key } of crowd.slice(95, 105)) {
        const values = (await collect(history.exportRows(run, key))).map(({ value }) => value)
        expect(values).toEqual(refused.includes(key) ? [] : [key])
      }
      expect(await collect(history.recorded(run))).toHaveLength(120)
    })
  })

  test('reads ten thousand findings back, awkward texts byte by byte', async () => {
    await withHistory(async (history) => {
      const awkward = ['"quoted" \\ back', "it's", 'zwölf\n\tZeilen', '日本 🙂', ' blanks ', '%_[a-z]', '{"a":1}']
      const run = runOf()
      for (let batch = 0; batch < 10; batch++) {
        const findings = Array.from({ length: 1000 }, (_, i) =>
          findingOf(ann, { locator: String(batch * 1000 + i), value: awkward[i % awkward.length] ?? '' }),
        )
        await history.append(run, findings)
      }
      const back = new Map((await collect(history.recorded(run))).map(({ locator, content }) => [locator, content]))
      expect(back.size).toBe(10_000)
      for (let i = 0; i < 10_000; i++) expect(back.get(String(i))).toBe(awkward[(i % 1000) % awkward.length])
    })
  })

  test("answers both auditors' questions", async () => {
    await withHistory(async (history) => {
      const run = runOf({ action: 'export' })
      await history.append(run, [
        findingOf(ann, { locator: '1', value: 'same' }),
        findingOf(ann, { locator: '2', value: 'same' }),
        findingOf(ann, { column: 'TARGET_ADDRESS', locator: null, value: null }),
      ])
      await history.append(runOf({ createdTs: 3000, runId: 'run-3' }), [findingOf(ann, { locator: '9', value: 'x' })])
      const question = { consumer: '7815550101', tenantKey: 1, from: 500, to: 5000 }
      const exported = await history.ask({ ...question, audit: false })
      expect(exported.map((row) => row['KEY_VALUE'])).toEqual(['same'])
      expect(await history.ask({ ...question, audit: true })).toHaveLength(4)
      expect(await history.ask({ ...question, audit: true, to: 2000 })).toHaveLength(3)
      expect(await history.ask({ ...question, audit: true, tenantKey: 2 })).toEqual([])
      expect(await history.ask({ ...question, audit: true, consumer: "' or '1'='1" })).toEqual([])
    })
  })

  test('purges what is older, except what an open run still needs', async () => {
    await withHistory(async (history) => {
      const old = runOf({ createdTs: 100 })
      const open = runOf({ createdTs: 200, runId: 'run-2' })
      const young = runOf({ createdTs: 900, runId: 'run-3' })
      for (const run of [old, open, young]) {
        await history.append(run, [
          findingOf(ann, { locator: '1', value: 'a' }),
          findingOf(bob, { locator: null, value: null }),
        ])
      }
      expect(await history.purge(800, [{ tenantKey: 1, firstTs: 200, lastTs: 205 }])).toBe(2)
      expect(await collect(history.recorded(old))).toHaveLength(0)
      expect(await collect(history.recorded(open))).toHaveLength(1)
      expect(await collect(history.recorded(young))).toHaveLength(1)
    })
  })

  test('a text that does not fit stops the product and is not cut', async () => {
    await withHistory(async (history) => {
      const long = findingOf(ann, { locator: '9'.repeat(300), value: 'a' })
      const isRefused = history.append(runOf(), [long])
      const outcome = await isRefused.then(
        () => 'stored',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      )
      const kept = await collect(history.recorded(runOf()))
      expect(outcome === 'stored' ? kept[0]?.locator : outcome).toMatch(
        outcome === 'stored' ? /^9{300}$/ : /does not fit/,
      )
    })
  })
})

describe.each(engines)('a history table on $name', ({ withDatabase }) => {
  test('is not created on a server without being told to, and the statements are handed out', async () => {
    await withDatabase(async (database, { client }) => {
      await expect(openHistory(database, { client, create: false })).rejects.toMatchObject({ code: 'history' })
      const [complaint] = await checkHistory(database, { client, create: false })
      expect(complaint?.remedy).toMatch(/CREATE TABLE[^;]*CTL_GDPR_HISTORY/)
      expect(await checkHistory(database, { client, create: true })).toEqual([])
    })
  })

  test('without a documented column is refused by name', async () => {
    await withDatabase(async (database, { client }) => {
      await database.run((knex) => knex.raw(eightColumns.replace('FACT_ID varchar(64), ', '')))
      await expect(openHistory(database, { client, create: true })).rejects.toThrow(/FACT_ID/)
    })
  })
})

/** The history on every engine, on a table of ours and on one with the documented columns alone. */

import { describe, expect, test } from 'vitest'

import { checkHistory } from '../../../src/records/history/history-table.ts'
import { openHistory, type History } from '../../../src/records/history/history.ts'
import type { Findings } from '../../../src/records/findings/findings.ts'
import type { RunInRecord } from '../../../src/records/findings/purge.ts'
import { engines } from '../../support/engines.ts'
import { collect, consumer, findingOf, phoneOf } from '../../support/people.ts'
import { ann, bob, eightColumns, first, partOf, places, search } from '../findings/record-world.ts'

const found = [
  findingOf(ann, { locator: '1', value: 'same' }),
  findingOf(ann, { locator: '2', value: 'same' }),
  findingOf(ann, { locator: '3', value: null }),
  findingOf(ann, { column: 'TARGET_ADDRESS', locator: null, value: null }),
]

async function record(findings: Findings, change: Parameters<typeof partOf>[0], rows = found): Promise<void> {
  const set = findings.by(partOf(change), first)
  await search(set, rows)
  await set.deliver()
}

/** As the retention does: the runs that began before, but for these. */
async function purge(history: History, findings: Findings, olderThan: number, kept: readonly string[] = []) {
  const runs = (await collect(findings.runs())).filter(
    ({ runId, createdTs }) => createdTs < olderThan && !kept.includes(runId),
  )
  const purged = await history.purge({
    olderThan,
    kept: new Set(kept),
    lines: () => linesOf(findings, runs),
    seconds: [],
  })
  for (const { runId } of runs) await findings.purge(runId)
  return purged
}

async function* linesOf(findings: Findings, runs: readonly RunInRecord[]) {
  for (const run of runs) yield* findings.linesOf(run)
}

describe.each(places)('a history beside its record, $place', ({ withRecord, layout }) => {
  test("answers both auditors' questions", async () => {
    await withRecord(async ({ findings, history }) => {
      await record(findings, { action: 'export' })
      await record(findings, { action: 'export', runId: 'run-3', createdTs: 3000 }, found.slice(0, 1))
      const question = { consumer: '7815550101', tenantKey: 1, from: 500, to: 5000 }
      const exported = await history.ask({ ...question, audit: false })
      expect(exported.map((row) => row['KEY_VALUE'])).toEqual(['same'])
      expect(await history.ask({ ...question, audit: true })).toHaveLength(5)
      expect(await history.ask({ ...question, audit: true, to: 2000 })).toHaveLength(4)
      expect(await history.ask({ ...question, audit: true, tenantKey: 2 })).toEqual([])
      expect(await history.ask({ ...question, audit: true, consumer: "' or '1'='1" })).toEqual([])
    })
  })

  test('purges what is older, except what a run that is kept has', async () => {
    await withRecord(async ({ findings, history, historyRows }) => {
      for (const [runId, createdTs] of [
        ['old', 100],
        ['open', 200],
        ['young', 900],
      ] as const) {
        await record(findings, { runId, createdTs })
      }
      expect(await purge(history, findings, 800, ['open'])).toEqual({ rows: 4, untold: 0 })
      expect((await historyRows()).map((row) => Number(row['CREATED_TS'])).sort()).toEqual([
        200, 200, 200, 200, 900, 900, 900, 900,
      ])
      expect((await collect(findings.runs())).map(({ runId }) => runId)).toEqual(['open', 'young'])
      expect(await collect(findings.of(partOf({ runId: 'old' })).recorded())).toEqual([])
      expect(await findings.of(partOf({ runId: 'old' })).tally()).toMatchObject({ searches: 0 })
      expect(await collect(findings.of(partOf({ runId: 'open' })).recorded())).toHaveLength(2)
      expect(await purge(history, findings, 800)).toEqual({ rows: 4, untold: 0 })
      expect(await purge(history, findings, 800)).toEqual({ rows: 0, untold: 0 })
    })
  })

  test('leaves alone what others have written, also beside a row of ours', async () => {
    await withRecord(async ({ findings, history, historyRows, database }) => {
      await record(findings, { createdTs: 100 })
      const shape = await database.describe('CTL_GDPR_HISTORY')
      const line = {
        TENANT_KEY: 1,
        FORGET: 1,
        CONSUMER_ID: '7815550101',
        TABLE_NAME: 'INTERACTION_FACT',
        COLUMN_NAME: 'SOURCE_ADDRESS',
      }
      const theirs = [
        { ...line, FACT_ID: '1', KEY_VALUE: 'another', CREATED_TS: 100 },
        { ...line, FACT_ID: '3', KEY_VALUE: 'filled', CREATED_TS: 100 },
        { ...line, FACT_ID: '1', KEY_VALUE: 'same', CREATED_TS: 101 },
        { ...line, FACT_ID: '1', KEY_VALUE: 'same', CREATED_TS: 100, FORGET: 0 },
      ]
      const named = theirs.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, cell]) => [shape?.columns.get(name)?.name ?? name, cell])),
      )
      await database.run((knex) => knex(shape?.name ?? '').insert(named))
      expect(await purge(history, findings, 800)).toEqual({ rows: 4, untold: 0 })
      expect(await historyRows()).toHaveLength(4)
    })
  })

  test('names the rows that nobody can tell from ours, and keeps them', async () => {
    await withRecord(async ({ findings, history, historyRows, database }) => {
      await record(findings, { createdTs: 100 })
      const shape = await database.describe('CTL_GDPR_HISTORY')
      const name = (column: string): string => shape?.columns.get(column)?.name ?? column
      // Somebody has copied the documented columns of a row of ours.
      const columns = [
        'TENANT_KEY',
        'FORGET',
        'CONSUMER_ID',
        'TABLE_NAME',
        'COLUMN_NAME',
        'FACT_ID',
        'KEY_VALUE',
        'CREATED_TS',
      ].map(name)
      const copied = database
        .knex(shape?.name ?? '')
        .where(name('FACT_ID'), '2')
        .select(columns)
      const [row] = await database.run(() => copied)
      await database.run((knex) => knex(shape?.name ?? '').insert(row))
      const purged = await purge(history, findings, 800)
      expect(purged).toEqual(layout === 'a history of ours' ? { rows: 4, untold: 0 } : { rows: 3, untold: 2 })
      expect(await historyRows()).toHaveLength(layout === 'a history of ours' ? 1 : 2)
    })
  })

  test('purges rows that are alike, and texts that were cut, of thousands', async () => {
    await withRecord(async ({ findings, history, historyRows }) => {
      const twin = consumer('2.consumer-1', phoneOf(101))
      const rows = Array.from({ length: 2500 }, (_, i) =>
        findingOf(i % 2 === 0 ? ann : twin, {
          locator: `${Math.floor(i / 2)}`,
          value: `${'x'.repeat(i % 1300)} “quoted”\n\t`,
        }),
      )
      await record(findings, { createdTs: 100 }, [...rows, ...rows.slice(0, 600)])
      expect(await historyRows()).toHaveLength(3100)
      expect(await purge(history, findings, 800)).toEqual({ rows: 3100, untold: 0 })
      expect(await historyRows()).toEqual([])
    })
  })

  test('of two runs of one second each goes when its time is over', async () => {
    await withRecord(async ({ findings, history, historyRows }) => {
      await record(findings, { runId: 'one', createdTs: 100 })
      await record(findings, { runId: 'two', createdTs: 100 })
      expect(await purge(history, findings, 800)).toEqual({ rows: 8, untold: 0 })
      expect(await historyRows()).toEqual([])
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

  test('names the identifiers that it cannot hold, and none that is only long', async () => {
    await withDatabase(async (database, { client }) => {
      await database.run((knex) =>
        knex.raw(eightColumns.replace('CONSUMER_ID varchar(255)', 'CONSUMER_ID varchar(12)')),
      )
      const history = await openHistory(database, { client, create: true })
      const long = consumer('1.consumer-3', { ...phoneOf(103), value: '+1 781 555 0103' })
      const refused = history.unrecordable([ann, bob, { ...long, attachedKeys: ['k'.repeat(300)] }])
      expect(refused).toEqual([
        {
          owner: { subjectKey: '1.consumer-3', kind: 'phone', consumerId: '+1 781 555 0103' },
          reason: expect.stringContaining('longer than the 12 characters'),
        },
      ])
    })
  })
})

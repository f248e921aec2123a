/** A run whose rows were purged from the history before it was retried: it never says that all is done. */

import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { processPass, processRun, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { TenantContext } from '../../../src/app/context.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { readZip } from '../../support/read-zip.ts'
import { collect } from '../../support/people.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal

async function firstRun(context: TenantContext): Promise<string> {
  const { runs } = await processPass(context, scheduledScope, never)
  return runs[0]?.id ?? ''
}

async function cancel(context: TenantContext, run: string): Promise<void> {
  await context.journal.askCancel(run)
  await processRun(context, run, never)
}

/** As `lethe purge` does when the days are over. Returns how many rows of the history went. */
async function purge(context: TenantContext): Promise<number> {
  const [history, findings] = [await context.history(), await context.findings()]
  const runs = await collect(findings.runs())
  const by = { olderThan: Number.MAX_SAFE_INTEGER, kept: new Set<string>(), seconds: [] }
  const { rows } = await history.purge({ ...by, lines: () => each([]) })
  for (const { runId } of runs) await findings.purge(runId)
  return rows
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

async function retry(context: TenantContext, run: string): Promise<readonly string[]> {
  expect(await context.journal.askRetry(run)).toBe('asked')
  const { files } = await processRun(context, run, never)
  return files.map(({ outcome }) => outcome)
}

const answerOf = (world: World, stem: string) => readExecutionLog(join(world.directory, `${stem}-execution-log.json`))

const hold = (world: World, HELD: number) => world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD }))

describe('a forget that is retried after its rows were purged', () => {
  test('and that was cancelled answers that nobody can tell what is left', async () => {
    await withWorld(async (world) => {
      await hold(world, 1)
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const context = await world.open()
      const run = await firstRun(context)
      await cancel(context, run)
      expect(await purge(context)).toBe(3)
      await hold(world, 0)
      expect(await retry(context, run)).toEqual(['failed'])
      const answer = answerOf(world, 'forget-25052018-a')
      expect(answer.responses[0]).toMatch(/^ERROR: notes: the history no longer holds what this run had recorded/)
      expect(answer.run.outcome).toBe('failed')
      expect((await world.rows('NOTES'))[3]).toEqual({ ID: 4, PHONE: '7815550101' })
      // Also when the search of a later attempt would find something.
      expect((await processPass(await world.open(), scheduledScope, never)).files).toMatchObject([
        { outcome: 'failed', reason: expect.stringContaining('the history no longer holds') },
      ])
    })
  })

  test('and that was given up answers so too', async () => {
    await withWorld(async (world) => {
      let now = new Date('2026-01-01T00:00:00Z')
      const clock: Clock = { ...systemClock, now: () => now }
      await hold(world, 1)
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const context = await world.open({ clock })
      const run = await firstRun(context)
      now = new Date('2026-02-01T00:00:00Z')
      await processPass(context, scheduledScope, never)
      await purge(context)
      await hold(world, 0)
      expect(await retry(context, run)).toEqual(['given-up'])
      expect(answerOf(world, 'forget-25052018-a').responses[0]).toContain('the history no longer holds')
    })
  })

  test('searches again in a product that was done, whose find-set nobody needs for erasing', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.check = true
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const context = await world.open()
      const run = await firstRun(context)
      await cancel(context, run)
      await purge(context)
      world.faults.CALLS.check = false
      expect(await retry(context, run)).toEqual(['done'])
      const { products } = answerOf(world, 'forget-25052018-a').run
      expect(products.map(({ evaluated, found }) => [evaluated, found])).toEqual([
        [1, 0],
        [1, 1],
      ])
    })
  })
})

test('an export that is retried after its rows were purged searches everything again', async () => {
  await withWorld(async (world) => {
    world.faults.CALLS.check = true
    await world.drop('export-25052018-a.json', consumers(['7815550101']))
    const context = await world.open()
    const run = await firstRun(context)
    await cancel(context, run)
    await purge(context)
    world.faults.CALLS.check = false
    expect(await retry(context, run)).toEqual(['done'])
    const archive = await readZip(join(world.directory, 'export-25052018-a-archive.zip'))
    expect([...archive.keys()].filter((name) => name.endsWith('.csv'))).toHaveLength(2)
  })
})

test('a product that looked nowhere for a kind that it searches by has failed', async () => {
  await withWorld(async (world) => {
    world.faults.NOTES.blind = true
    await world.drop('forget-25052018-a.json', consumers(['7815550177']))
    await world.drop('forget-25052018-b.json', { consumers: [{ consumer: [{ email: 'x@example.com' }] }] })
    const context = await world.open()
    await firstRun(context)
    expect(answerOf(world, 'forget-25052018-a').responses[0]).toMatch(/^ERROR: notes: nothing was evaluated/)
    expect(answerOf(world, 'forget-25052018-b').responses[0]).toMatch(/^SUCCESS: not searched/)
  })
})

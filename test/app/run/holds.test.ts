/** Legal holds while a run is worked on: looked at right before each erasing, for as long as they stand, after a crash too. */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { TenantContext } from '../../../src/app/context.ts'
import type { TenantHolds } from '../../../src/app/holds/tenant-holds.ts'
import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { StepFailed } from '../../../src/domain/errors.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { writtenHold } from '../../../src/stages/holds/hold-file.ts'
import { readHold, type WrittenHold } from '../../../src/stages/holds/read-terms.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { testSeal } from '../../support/seal.ts'
import { consumers, tenant, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal

function holdsOf(...list: readonly Partial<WrittenHold>[]): TenantHolds {
  const holds = list.flatMap((fields) => {
    const reading = readHold(writtenHold({ kind: 'phone', reason: 'case 12', ...fields }), {
      ...tenant,
      answer: 'held',
      products: ['notes'],
    })
    return reading.ok ? [reading.hold] : []
  })
  return { holds, fingerprint: testSeal.fingerprint, isNobodys: () => false }
}

const nobody = holdsOf()
const ann = holdsOf({ value: '+1 781 555 0101' })

/** A context whose holds are what `holds` says at each look. */
async function opened(world: World, holds: () => TenantHolds, days = { passed: 0 }): Promise<TenantContext> {
  const start = Date.now()
  const clock = { ...systemClock, now: () => new Date(start + days.passed * 86_400_000) }
  return { ...(await world.open({ clock })), holds: async () => holds() }
}

const name = 'forget-25052018-a'

function responses(world: World): readonly string[] {
  return readExecutionLog(join(world.directory, `${name}-execution-log.json`)).responses
}

async function phones(world: World, table: 'NOTES' | 'CALLS'): Promise<readonly unknown[]> {
  return (await world.rows(table)).map((row) => row['PHONE'])
}

const held = expect.stringMatching(/^ERROR: held: it is under a legal hold until it is released \(case 12\)/)

test('one that comes between two products keeps what is not erased yet, and is told', async () => {
  await withWorld(async (world) => {
    let looks = 0
    const context = await opened(world, () => ((looks += 1) === 1 ? nobody : ann))
    await world.drop(`${name}.json`, consumers(['7815550101'], ['7815550103']))
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).toEqual(['***', '7815550199', '7815550102', '***', '***'])
    expect(await phones(world, 'CALLS')).toEqual(['+17815550101', '7815550199', '***'])
    expect(responses(world)).toEqual([held, 'SUCCESS'])
  })
})

test('one that ends between two products lets nobody go in the middle of an attempt', async () => {
  await withWorld(async (world) => {
    let looks = 0
    const context = await opened(world, () => ((looks += 1) === 1 ? ann : nobody))
    await world.drop(`${name}.json`, consumers(['7815550101']))
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'CALLS')).toContain('+17815550101')
    expect(responses(world)).toEqual([held])
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).not.toContain('7815550101')
    expect(responses(world)).toEqual(['SUCCESS'])
  })
})

test('one that cannot be looked up in the middle stops what is not erased yet', async () => {
  await withWorld(async (world) => {
    let looks = 0
    const context = await opened(world, () => {
      looks += 1
      if (looks === 1) return nobody
      throw new TypeError('no list')
    })
    await world.drop(`${name}.json`, consumers(['7815550101']))
    await processPass(context, scheduledScope, never).catch(() => null)
    expect(await phones(world, 'CALLS')).toEqual(['+17815550101', '7815550199', '7815550103'])
  })
})

test('a request that it holds is given up by no number of days, and erased when it ends with what came meanwhile', async () => {
  await withWorld(async (world) => {
    const days = { passed: 0 }
    let holds = ann
    const context = await opened(world, () => holds, days)
    await world.drop(`${name}.json`, consumers(['7815550101', '7815550102']))
    for (days.passed of [0, 31, 400]) {
      await processPass(context, scheduledScope, never)
      expect(responses(world)).toEqual([held, held])
    }
    await world.data.run((knex) => knex('NOTES').insert({ ID: 6, PHONE: '7815550102', HELD: 0 }))
    holds = nobody
    await processPass(context, scheduledScope, never)
    expect(responses(world)).toEqual(['SUCCESS', 'SUCCESS'])
    expect(await phones(world, 'NOTES')).toEqual(['***', '7815550199', '***', '***', '7815550103', '***'])
  })
})

test('a hold on whom nothing is found of is answered, and looked at again when it ends', async () => {
  await withWorld(async (world) => {
    let holds = holdsOf({ value: '7815550107' })
    const context = await opened(world, () => holds)
    await world.drop(`${name}.json`, consumers(['7815550107']))
    for (let pass = 0; pass < 2; pass += 1) {
      await processPass(context, scheduledScope, never)
      expect(responses(world)).toEqual([held])
    }
    await world.data.run((knex) => knex('CALLS').insert({ ID: 13, PHONE: '7815550107', HELD: 0 }))
    holds = nobody
    await processPass(context, scheduledScope, never)
    expect(responses(world)).toEqual(['SUCCESS'])
    expect(await phones(world, 'CALLS')).not.toContain('7815550107')
  })
})

test('whoever was answered in the same run is not forgotten once more while others are held', async () => {
  await withWorld(async (world) => {
    const context = await opened(world, () => ann)
    await world.drop(`${name}.json`, consumers(['7815550101']))
    await world.drop('forget-25052018-b.json', consumers(['7815550103']))
    await processPass(context, scheduledScope, never)
    // They have come back as a customer since.
    await world.data.run((knex) => knex('NOTES').insert({ ID: 7, PHONE: '7815550103', HELD: 0 }))
    await processPass(context, scheduledScope, never)
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).toContain('7815550103')
    expect(responses(world)).toEqual([held])
    const { run } = readExecutionLog(join(world.directory, `${name}-execution-log.json`))
    expect(run.products).toMatchObject([
      { found: 3, erased: 1 },
      { found: 2, erased: 1 },
    ])
  })
})

describe('of whoever was answered before a hold came nothing is held any more', () => {
  test.each(['there', 'gone'])('while their file is %s', async (file) => {
    await withWorld(async (world) => {
      let holds = nobody
      const context = await opened(world, () => holds)
      await answeredBefore(world, context)
      if (file === 'gone') await rm(join(world.directory, `${name}.json`))
      holds = ann
      await processPass(context, scheduledScope, never)
      const { responses: told, run } = readExecutionLog(join(world.directory, 'forget-25052018-b-execution-log.json'))
      expect(told).toEqual(['SUCCESS'])
      expect(run.products).toMatchObject([
        { outcome: 'done', left: 0 },
        { outcome: 'done', left: 0 },
      ])
      expect(await context.journal.runs(tenant.name, ['running', 'open'])).toEqual([])
      expect(responses(world)).toEqual(['SUCCESS'])
    })
  })

  test('where the holds cannot be read', async () => {
    await withWorld(async (world) => {
      let isReadable = true
      const context = await opened(world, () => {
        if (isReadable) return nobody
        throw new StepFailed('settings', 'no list', { retryable: false })
      })
      await answeredBefore(world, context)
      isReadable = false
      await processPass(context, scheduledScope, never)
      expect(await phones(world, 'NOTES')).toContain('7815550103')
      expect(responses(world)).toEqual(['SUCCESS'])
      isReadable = true
      await processPass(context, scheduledScope, never)
      expect(await phones(world, 'NOTES')).not.toContain('7815550103')
      expect(await context.journal.runs(tenant.name, ['running', 'open'])).toEqual([])
    })
  })

  test('nor counted as left, while the others wait for quiet hours', async () => {
    await withWorld(async (world) => {
      let quietUntil: Date | null = null
      const plain = await opened(world, () => nobody)
      const products = plain.products.map((product) => ({ ...product, quietUntil: () => quietUntil }))
      const context = { ...plain, products }
      await answeredBefore(world, context)
      quietUntil = new Date(Date.now() + 3_600_000)
      await processPass(context, scheduledScope, never)
      const { run } = readExecutionLog(join(world.directory, 'forget-25052018-b-execution-log.json'))
      expect(run.products).toMatchObject([
        { product: 'notes', outcome: 'deferred', found: 3, left: 1, deferred: 1 },
        {},
      ])
    })
  })

  async function answeredBefore(world: World, context: TenantContext): Promise<void> {
    const dialer = (HELD: 0 | 1) => world.data.run((knex) => knex('NOTES').where({ ID: 5 }).update({ HELD }))
    await dialer(1)
    await world.drop(`${name}.json`, consumers(['7815550101']))
    await world.drop('forget-25052018-b.json', consumers(['7815550103']))
    await processPass(context, scheduledScope, never)
    expect(responses(world)).toEqual(['SUCCESS'])
    await dialer(0)
  }
})

test('whom only a forget that has not begun ties to the person is held all the same', async () => {
  await withWorld(async (world) => {
    const context = await opened(world, () => ann)
    world.faults.CALLS.check = true
    await world.drop('export-25052018-x.json', consumers(['7815550102']))
    await world.drop(`${name}.json`, consumers(['7815550101', '7815550102', '7815550103']))
    await processPass(context, scheduledScope, never)
    expect((await context.journal.files(tenant.name, ['held'])).map((file) => file.name)).toEqual([`${name}.json`])
    await world.drop('forget-26052018-b.json', consumers(['+1 781 555 0103']))
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).toContain('7815550103')
    world.faults.CALLS.check = false
    await rm(join(world.directory, `${name}.json`))
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).not.toContain('7815550103')
  })
})

test('of a request that is gone and comes back under another name it holds what was recorded, and what is asked anew', async () => {
  await withWorld(async (world) => {
    let holds = ann
    const context = await opened(world, () => holds)
    await world.drop(`${name}.json`, consumers(['7815550101', '7815550102']))
    await processPass(context, scheduledScope, never)
    await rm(join(world.directory, `${name}.json`))
    await world.drop('forget-26052018-b.json', consumers(['781-555-0101'], ['781-555-0103']))
    await processPass(context, scheduledScope, never)
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).toEqual(['7815550101', '7815550199', '7815550102', '7815550101', '***'])
    holds = nobody
    await processPass(context, scheduledScope, never)
    expect(await phones(world, 'NOTES')).toEqual(['***', '7815550199', '***', '***', '***'])
  })
})

test('whom only a request that is gone ties to the person is held all the same', async () => {
  await withWorld(async (world) => {
    const context = await opened(world, () => ann)
    await world.drop(`${name}.json`, consumers(['7815550101', '7815550102']))
    await processPass(context, scheduledScope, never)
    await rm(join(world.directory, `${name}.json`))
    await world.drop('forget-26052018-b.json', consumers(['+1 781 555 0102']))
    await processPass(context, scheduledScope, never)
    expect(readExecutionLog(join(world.directory, 'forget-26052018-b-execution-log.json')).responses).toEqual([held])
    expect(await phones(world, 'NOTES')).toContain('7815550102')
  })
})

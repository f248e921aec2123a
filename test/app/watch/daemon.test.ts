/** The daemon: picks up what arrives, waits for the schedule where it should, and stops cleanly. */

import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { FileResult } from '../../../src/app/context.ts'
import { runDaemon } from '../../../src/app/watch/daemon.ts'
import type { ProcessAt, TenantSettings } from '../../../src/app/settings/settings.ts'
import { silentLog } from '../../support/silent-log.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { consumers, tenant, withWorld, type World } from '../../support/tenant-context.ts'

const settleMs = 100
/** A day that is far: the schedule does not come due during a test. */
const rarely = '0 3 1 1 *'
const everySecond = '* * * * * *'

interface Watched {
  /** Resolves with the next file that was answered. */
  readonly nextFile: () => Promise<FileResult>
}

interface Manner {
  readonly process: { readonly export: ProcessAt; readonly forget: ProcessAt }
  readonly schedule: string
  readonly polling?: boolean
  readonly gatherMs?: number
}

async function watching(world: World, manner: Manner, work: (watched: Watched) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const files: FileResult[] = []
  const waiting: ((file: FileResult) => void)[] = []
  const { process, schedule, polling = false, gatherMs = 0 } = manner
  const settings: TenantSettings = { ...tenant, directory: world.directory, process, schedule, products: [] }
  const daemon = runDaemon(
    {
      tenants: [{ settings, context: await world.open({ settleMs }) }],
      clock: systemClock,
      log: silentLog,
      polling,
      gatherMs,
      purge: async () => {},
      onPass: (_tenant, result) => {
        files.push(...result.files)
        for (let next = waiting[0]; next !== undefined && files.length > 0; next = waiting[0]) {
          const file = files.shift()
          waiting.shift()
          if (file !== undefined) next(file)
        }
      },
    },
    stop.signal,
  )
  const nextFile = () =>
    new Promise<FileResult>((resolve) => {
      const file = files.shift()
      if (file === undefined) waiting.push(resolve)
      else resolve(file)
    })
  try {
    await work({ nextFile })
  } finally {
    stop.abort()
    await daemon
  }
}

const onArrival = { process: { export: 'on-arrival', forget: 'on-arrival' }, schedule: rarely } as const

describe('the daemon', () => {
  test('answers what lies there at the start and what arrives later', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await watching(world, onArrival, async ({ nextFile }) => {
        expect(await nextFile()).toMatchObject({ fileName: 'forget-25052018-a.json', outcome: 'done' })
        await world.drop('export-25052018-b.json', consumers(['7815550103']))
        expect(await nextFile()).toMatchObject({ fileName: 'export-25052018-b.json', outcome: 'done' })
      })
    })
  })

  test('finds files by polling where no events come', async () => {
    await withWorld(async (world) => {
      await watching(world, { ...onArrival, polling: true }, async ({ nextFile }) => {
        for (const name of ['forget-25052018-a.json', 'export-25052018-b.json', 'export-25052018-c.json']) {
          await world.drop(name, consumers(['7815550101']))
          expect(await nextFile()).toMatchObject({ fileName: name, outcome: 'done' })
        }
      })
    })
  })

  test('takes an upload that comes in pieces when it is complete, and once', async () => {
    await withWorld(async (world) => {
      await watching(world, onArrival, async ({ nextFile }) => {
        const text = JSON.stringify(consumers(['7815550101']))
        await world.drop('forget-25052018-a.json', text.slice(0, 10))
        await appendFile(join(world.directory, 'forget-25052018-a.json'), text.slice(10))
        await world.drop('export-25052018-b.json', consumers(['7815550103']))
        const files = [await nextFile(), await nextFile()]
        expect(files.map(({ fileName, outcome }) => [fileName, outcome]).sort()).toEqual([
          ['export-25052018-b.json', 'done'],
          ['forget-25052018-a.json', 'done'],
        ])
      })
    })
  })

  test('leaves what is scheduled to the schedule, and tries open runs again only then', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.open = true
      const process = { export: 'on-arrival', forget: 'scheduled' } as const
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await watching(world, { process, schedule: rarely }, async ({ nextFile }) => {
        await world.drop('export-25052018-b.json', consumers(['7815550103']))
        expect(await nextFile()).toMatchObject({ fileName: 'export-25052018-b.json', outcome: 'failed' })
      })
      expect((await world.rows('NOTES'))[0]).toEqual({ ID: 1, PHONE: '7815550101' })
      world.faults.CALLS.open = false
      await watching(world, { process, schedule: everySecond }, async ({ nextFile }) => {
        const files = [await nextFile(), await nextFile()]
        expect(files.map(({ fileName, outcome }) => [fileName, outcome])).toEqual([
          ['export-25052018-b.json', 'done'],
          ['forget-25052018-a.json', 'done'],
        ])
      })
    })
  })

  test('gathers what arrives one by one, and answers at once what is refused', async () => {
    await withWorld(async (world) => {
      await watching(world, { ...onArrival, gatherMs: 3000 }, async ({ nextFile }) => {
        await world.drop('forget-25052018-a.json', consumers(['7815550101']))
        await world.drop('forget-25052018-b.json', consumers([]))
        expect(await nextFile()).toMatchObject({ fileName: 'forget-25052018-b.json', outcome: 'rejected' })
        await world.drop('forget-25052018-c.json', consumers(['7815550103']))
        const [first, second] = [await nextFile(), await nextFile()]
        expect([first, second]).toMatchObject([
          { fileName: 'forget-25052018-a.json', outcome: 'done' },
          { fileName: 'forget-25052018-c.json', outcome: 'done' },
        ])
        expect(first.runId).toBe(second.runId)
        await world.drop('export-25052018-d.json', consumers(['7815550103']))
        expect(await nextFile()).toMatchObject({ fileName: 'export-25052018-d.json', outcome: 'done' })
      })
    })
  })

  test('does not gather for the schedule', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await watching(world, { ...onArrival, schedule: everySecond, gatherMs: 3_600_000 }, async ({ nextFile }) => {
        expect(await nextFile()).toMatchObject({ fileName: 'forget-25052018-a.json', outcome: 'done' })
      })
    })
  })

  test('stops although nothing ever happens', async () => {
    await withWorld(async (world) => {
      await watching(world, onArrival, async () => {})
    })
  })
})

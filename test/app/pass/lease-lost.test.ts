/** A pass whose tenant another worker has taken over writes nothing more: no answer, no history, no journal. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import SqliteFile from 'better-sqlite3'
import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { contentOf } from '../../support/sqlite-site.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal

async function drop(world: World): Promise<void> {
  await world.drop('export-25052018-b.json', consumers(['7815550103', '7815550102']))
  await world.drop('forget-25052018-a.json', consumers(['7815550101'], ['7815550103']))
  await world.drop('forget-25052018-broken.json', 'no')
}

/** Everything lasting that is Lethe's own. */
function remainsOf({ folder, directory }: World): unknown {
  const files = readdirSync(directory).sort()
  return { files, journal: contentOf(join(folder, 'journal.db')), history: contentOf(join(folder, 'history.db')) }
}

function takeOver({ folder }: World): void {
  const journal = new SqliteFile(join(folder, 'journal.db'))
  journal.exec(`update lethe_lease set fence = fence + 1, owner = 'another'`)
  journal.close()
}

/** Just before that point, counted from 0, somebody else takes over; what stands there then is put into `at`. */
function takenOverAt(world: World, point: number, at: unknown[]): Checkpoint {
  let count = 0
  return (_name, side) => {
    if (side !== 'before' || count++ !== point) return
    takeOver(world)
    at.push(remainsOf(world))
  }
}

async function pointsOf(): Promise<readonly string[]> {
  return withWorld(async (world) => {
    const points: string[] = []
    await drop(world)
    const checkpoint: Checkpoint = (point, side) => side === 'before' && points.push(point)
    await processPass(await world.open({ checkpoint }), scheduledScope, never)
    return points
  })
}

describe('a pass that loses its lease', () => {
  test('just before anything becomes lasting leaves all as it is, and says so', async () => {
    const points = await pointsOf()
    expect(new Set(points).size).toBeGreaterThan(10)
    for (const [k, point] of points.entries()) {
      await withWorld(async (world) => {
        await drop(world)
        const at: unknown[] = []
        const pass = processPass(await world.open({ checkpoint: takenOverAt(world, k, at) }), scheduledScope, never)
        await expect(pass, point).rejects.toMatchObject({ code: 'lease-lost', retryable: false })
        expect(at, point).toHaveLength(1)
        expect(remainsOf(world), point).toEqual(at[0])
      })
    }
  })
})

/** Cut off at every persistence point, the next pass ends where an undisturbed one does. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { cutAt } from '../../support/cut-at.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

/** Everything that must not depend on where a pass was cut off. */
interface Remains {
  readonly names: readonly string[]
  readonly notes: unknown
  readonly calls: unknown
  readonly history: unknown
  readonly outcomes: readonly string[]
}

async function drop(world: World): Promise<void> {
  await world.drop('forget-25052018-a.json', consumers(['7815550101'], ['7815550103']))
  await world.drop('forget-25052018-broken.json', 'no')
  await world.drop('export-25052018-b.json', consumers(['7815550103', '7815550102']))
}

async function remainsOf(world: World): Promise<Remains> {
  const names = await world.names()
  const logs = names.filter((name) => name.endsWith('-execution-log.json'))
  const texts = await Promise.all(logs.map((name) => readFile(join(world.directory, name), 'utf8')))
  return {
    names,
    notes: await world.rows('NOTES'),
    calls: await world.rows('CALLS'),
    history: await world.historyRows(),
    outcomes: texts.map((text) => JSON.stringify([JSON.parse(text).result, JSON.parse(text).run.outcome])),
  }
}

async function undisturbed(): Promise<{ readonly remains: Remains; readonly points: readonly string[] }> {
  return withWorld(async (world) => {
    const points: string[] = []
    await drop(world)
    const context = await world.open({ checkpoint: (point, side) => points.push(`${side} ${point}`) })
    await processPass(context, scheduledScope, new AbortController().signal)
    return { remains: await remainsOf(world), points }
  })
}

describe('a pass', () => {
  test('cut off just before or just after any persistence point is finished by the next', async () => {
    const { remains, points } = await undisturbed()
    expect(points.length).toBeGreaterThan(50)
    expect(new Set(points.map((point) => point.split(' ')[1]))).toContain('record:batch')
    for (const [k, point] of points.entries()) {
      await withWorld(async (world) => {
        await drop(world)
        const stop = new AbortController()
        const cut = async () =>
          processPass(await world.open({ checkpoint: cutAt(k, stop) }), scheduledScope, stop.signal)
        await expect(cut(), point).rejects.toThrow()
        await processPass(await world.open(), scheduledScope, new AbortController().signal)
        expect(await remainsOf(world), `cut off ${point}`).toEqual(remains)
        world.calls.length = 0
        const third = await processPass(await world.open(), scheduledScope, new AbortController().signal)
        expect(third, `cut off ${point}`).toEqual({ busy: false, files: [], runs: [] })
        expect(world.calls).toEqual([])
      })
    }
  }, 180_000)

  test('told to stop ends at the next transaction and keeps what it has recorded', async () => {
    await withWorld(async (world) => {
      await drop(world)
      const stop = new AbortController()
      const checkpoint: Checkpoint = (point, side) => {
        if (point === 'journal:recorded' && side === 'after') stop.abort()
      }
      await expect(processPass(await world.open({ checkpoint }), scheduledScope, stop.signal)).rejects.toThrow(/abort/i)
      const recorded = await world.historyRows()
      expect(recorded.length).toBeGreaterThan(0)
      expect(await world.names()).not.toContain('export-25052018-b-archive.zip')
      await processPass(await world.open(), scheduledScope, new AbortController().signal)
      expect(await world.names()).toContain('export-25052018-b-archive.zip')
    })
  })
})

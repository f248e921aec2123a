/** Voicemail from the dropped file to its answer: passes of a night each, and passes that are cut off. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { folderSession } from '../../../src/products/feature-server/folder/session.ts'
import { cutAt } from '../../support/cut-at.ts'
import { TaskServer } from '../../support/feature-server-tasks.ts'
import { utcTenant } from '../../support/feature-server-site.ts'
import { readZip } from '../../support/read-zip.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'

const [ann, bob, stranger] = ['7815550101', '7815550102', '7815550199'] as const

function serverIn(world: World): TaskServer {
  const messages = [ann, stranger].map((ani) => ({ id: `of-${ani}`, ani, sound: `RIFF of ${ani}` }))
  return new TaskServer(join(world.folder, 'fs'), messages)
}

async function pass(world: World, server: TaskServer, checkpoint?: Checkpoint, signal = new AbortController().signal) {
  const tools = toolsWithoutDatabase(join(world.folder, 'state'))
  const product = () => folderSession({ folder: server.settings, ttlDays: 21 }, utcTenant, tools)
  const context = await world.open({ product, ...(checkpoint === undefined ? {} : { checkpoint }) })
  return await processPass(context, scheduledScope, signal)
}

async function responses(world: World, name: string): Promise<readonly string[]> {
  const text = JSON.stringify((await world.answer(`${name}-execution-log.json`))['result'])
  return [...text.matchAll(/"response":"([^"]*)"/g)].map(([, response = '']) => response)
}

const forgetting = 'forget-25052018-a'
const goesOn = 'ERROR: deferred: the product goes on with it; it is asked again at the next pass'
const expires = /^SUCCESS: expires: \d{4}-\d\d-\d\dT/

test('a forget is open until forget-me has told, and then says until when', () =>
  withWorld(async (world) => {
    const server = serverIn(world)
    await world.drop(`${forgetting}.json`, consumers([ann], [bob]))
    await pass(world, server)
    expect(await responses(world, forgetting)).toEqual([goesOn, goesOn])
    server.run('forget', new Date())
    await pass(world, server)
    const [hers = '', his] = await responses(world, forgetting)
    expect(hers).toMatch(expires)
    expect(his).toBe('SUCCESS: not found')
    await pass(world, server)
    expect((await responses(world, forgetting))[0]).toBe(hers)
    expect(server.requests('forget')).toHaveLength(2)
    expect([...server.messages.keys()]).toEqual([`of-${stranger}`])
  }))

test('an export waits for export-me, has the recordings in its archive, and the forget behind it waits as well', () =>
  withWorld(async (world) => {
    const server = serverIn(world)
    await world.drop('export-25052018-a.json', consumers([ann], [bob]))
    await world.drop(`${forgetting}.json`, consumers([ann], [bob]))
    await pass(world, server)
    const later = 'ERROR: deferred: export-me was asked for the voicemail of the number, and has not told of it yet'
    expect(await responses(world, 'export-25052018-a')).toEqual([later, later])
    expect(server.requests('forget')).toEqual([])
    server.run('export', new Date())
    await pass(world, server)
    expect(await responses(world, 'export-25052018-a')).toEqual(['SUCCESS', 'SUCCESS: not found'])
    const files = await readZip(join(world.directory, 'export-25052018-a-archive.zip'))
    const sounds = [...files].filter(([path]) => path.endsWith('.wav')).map(([, bytes]) => bytes.toString())
    expect(sounds).toEqual([`RIFF of ${ann}`])
    await pass(world, server)
    server.run('forget', new Date())
    await pass(world, server)
    expect((await responses(world, forgetting))[0]).toMatch(expires)
    // What export-me had left is removed as it was recorded.
    expect(await filesLeft(server)).toEqual([])
    const values = (await world.historyRows()).map(({ KEY_VALUE }) => String(KEY_VALUE))
    expect(values.filter((value) => value.includes('.wav (') && value.includes('SHA-256'))).toHaveLength(2)
  }))

async function filesLeft(server: TaskServer): Promise<readonly string[]> {
  return await readdir(server.settings.recordings)
}

test('cut off anywhere it asks nothing twice, and puts nothing off twice', async () => {
  const points: string[] = []
  const drop = (world: World) => world.drop(`${forgetting}.json`, consumers([ann], [bob]))
  await withWorld(async (world) => {
    await drop(world)
    await pass(world, serverIn(world), (point, side) => points.push(`${side} ${point}`))
  })
  expect(points.length).toBeGreaterThan(20)
  for (const [k, point] of points.entries()) {
    if (points.indexOf(point) !== k || !/record:(effects|erased)|product|journal:erased/.test(point)) continue
    await withWorld(async (world) => {
      const server = serverIn(world)
      await drop(world)
      const stop = new AbortController()
      const cut = cutAt(k, stop)
      await expect(pass(world, server, cut, stop.signal), point).rejects.toThrow()
      await pass(world, server)
      expect(server.requests('forget'), point).toHaveLength(2)
      server.run('forget', new Date())
      await pass(world, server)
      const [hers = '', his] = await responses(world, forgetting)
      expect([expires.test(hers), his], point).toEqual([true, 'SUCCESS: not found'])
      expect(server.requests('forget'), point).toHaveLength(2)
    })
  }
}, 60_000)

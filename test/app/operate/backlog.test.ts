/** What waits is as old as the person's question, where the request says when that was. */

import { expect, test } from 'vitest'

import { backlogOf } from '../../../src/app/operate/backlog.ts'
import { agesOf } from '../../../src/app/operate/status.ts'
import { arrivalScope, processPass } from '../../../src/app/pass/scope.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { consumers, tenant, withWorld, type World } from '../../support/tenant-context.ts'

const now = new Date('2018-05-25T12:00:00Z')
const clock = { ...systemClock, now: () => now }
const process = { export: 'on-arrival', forget: 'scheduled' } as const

async function daysLeft(world: World, requests: Readonly<Record<string, object>>): Promise<readonly number[]> {
  const context = await world.open({ clock })
  for (const [name, request] of Object.entries(requests)) await world.drop(name, request)
  await processPass(context, arrivalScope(process), new AbortController().signal)
  const settings = { ...tenant, directory: world.directory, process, schedule: '0 3 * * *', products: [] }
  const entries = await backlogOf(context.journal, settings, clock)
  return [...entries].sort((a, b) => (a.fileName < b.fileName ? -1 : 1)).map((entry) => agesOf(entry, now, 30).daysLeft)
}

test('the deadline counts from the day on which the person asked, never from one to come', async () => {
  await withWorld(async (world) => {
    const ann = consumers(['7815550101'])
    const requests = {
      'forget-25052018-a.json': ann,
      'forget-25052018-b.json': { ...ann, receivedAt: '2018-05-05T12:00:00Z' },
      'forget-25052018-c.json': { ...ann, receivedAt: '2018-04-20' },
      'forget-25052018-d.json': { ...ann, receivedAt: '2019-01-01' },
    }
    expect(await daysLeft(world, requests)).toEqual([30, 10, -6, 30])
  })
})

test('of several requests in one file the earliest counts', async () => {
  await withWorld(async (world) => {
    const entry = { type: 'FORGET', contacts: [{ phone: '+1 781 555 0101' }] }
    const requests = [entry, { ...entry, receivedAt: '2018-05-20T12:00:00Z' }, { ...entry, receivedAt: '2018-05-24' }]
    expect(await daysLeft(world, { 'forget-20180525_1.json': { requests } })).toEqual([25])
  })
})

/** Voicemail in the store from the dropped file to its answer, and passes that are cut off. */

import { expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { openCql } from '../../../src/platform/cql/client.ts'
import { cqlOf, storeSession } from '../../../src/products/feature-server/cassandra/session.ts'
import { cutAt } from '../../support/cut-at.ts'
import { withCqlServer, type CqlServer } from '../../support/cql-server.ts'
import { steppedClock } from '../../support/stepped-clock.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'
import { VoicemailStoreOf } from '../../support/voicemail-store.ts'

const [ann, bob, stranger] = ['7815550101', '7815550102', '7815550199'] as const
const forgetting = 'forget-25052018-a'
const rows = 4

const storeOf = () =>
  new VoicemailStoreOf([
    { n: 1, caller: `+1${ann}`, sound: 'RIFF of ann' },
    { n: 2, caller: stranger, sound: 'RIFF of another' },
  ])

interface Passing {
  readonly world: World
  readonly site: VoicemailStoreOf
  readonly server: CqlServer
}

async function pass(
  { world, site, server }: Passing,
  checkpoint?: Checkpoint,
  signal = new AbortController().signal,
): Promise<void> {
  const cassandra = { master: '127.0.0.1', port: server.port, tls: { mode: 'off' } } as const
  const clock = { ...steppedClock(), epochSeconds: () => site.now }
  const product = () => storeSession({ cassandra, ttlDays: 21 }, openCql(cqlOf(cassandra)), clock)
  const context = await world.open({ product, ...(checkpoint === undefined ? {} : { checkpoint }) })
  await processPass(context, scheduledScope, signal)
}

async function responses(world: World): Promise<readonly string[]> {
  const text = JSON.stringify((await world.answer(`${forgetting}-execution-log.json`))['result'])
  return [...text.matchAll(/"response":"([^"]*)"/g)].map(([, response = '']) => response)
}

const inserts = ({ statements }: CqlServer) => statements.filter((one) => one.startsWith('INSERT')).length

const withSite = (work: (passing: Passing) => Promise<void>) =>
  withWorld(async (world) => {
    const site = storeOf()
    await world.drop(`${forgetting}.json`, consumers([ann], [bob]))
    await withCqlServer({ store: site.store }, (server) => work({ world, site, server }))
  })

test('a forget is answered with the day on which the voicemail goes, and the day stands', () =>
  withSite(async (passing) => {
    const { world, site, server } = passing
    await pass(passing)
    const expires = `SUCCESS: expires: ${new Date((site.now + 21 * 86_400) * 1000).toISOString()}`
    expect(await responses(world)).toEqual([expires, 'SUCCESS: not found'])
    site.now += 3 * 86_400
    await world.drop('forget-25052018-b.json', consumers([ann]))
    await pass(passing)
    const second = JSON.stringify((await world.answer('forget-25052018-b-execution-log.json'))['result'])
    expect(second).toContain(expires)
    expect(inserts(server)).toBe(rows)
    const recorded = (await world.historyRows()).map(
      ({ TABLE_NAME, KEY_VALUE }) => [TABLE_NAME, String(KEY_VALUE)] as const,
    )
    for (const [table, part] of [
      ['mailmessage', `"caller_ani":"+1${ann}"`],
      ['message_bytes', 'SHA-256'],
      ['mailboxmessages', '"mailbox":"8001"'],
    ] as const) {
      expect(recorded.filter(([name, value]) => name === table && value.includes(part))).not.toEqual([])
    }
  }))

test('cut off anywhere it gives each row its time once', async () => {
  const points: string[] = []
  await withSite((passing) => pass(passing, (point, side) => points.push(`${side} ${point}`)))
  for (const [k, point] of points.entries()) {
    if (!/record:(effects|erased)|product|journal:erased/.test(point)) continue
    if (points.indexOf(point) !== k && points.lastIndexOf(point) !== k) continue
    await withSite(async (passing) => {
      const stop = new AbortController()
      const cut = cutAt(k, stop)
      await expect(pass(passing, cut, stop.signal), point).rejects.toThrow()
      const until = new Date((passing.site.now + 21 * 86_400) * 1000).toISOString()
      // What was begun keeps its day, and the rest is begun now.
      await pass(passing)
      expect(await responses(passing.world), point).toEqual([`SUCCESS: expires: ${until}`, 'SUCCESS: not found'])
      expect(inserts(passing.server), point).toBe(rows)
    })
  }
}, 60_000)

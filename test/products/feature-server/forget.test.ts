/** A forget through forget-me: asked for once, and answered by nothing but what its log tells for certain. */

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { Fate } from '../../../src/domain/effect.ts'
import { isFinding } from '../../../src/domain/finding.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import {
  ada,
  begun,
  forms,
  hour,
  noon,
  personWith,
  polled,
  searched,
  withTasks,
} from '../../support/feature-server-site.ts'
import type { TaskTrial } from '../../support/feature-server-site.ts'

const expires: Fate = { kind: 'expires', at: '2026-01-22T11:00:00.000Z' }
const all = (line: (ani: string) => string): readonly string[] => forms.map(line)
const kinds = (fates: readonly Fate[]) => fates.map(({ kind }) => kind)

async function asked({ server, open }: TaskTrial, settings = {}) {
  const session = await open(settings)
  const started = await begun(session)
  expect(await polled(session, started)).toEqual([])
  const [file = ''] = server.requests('forget')
  return { session, started, file }
}

describe('a request', () => {
  test('is put there only after its receipt was told, once, in the form that is documented', () =>
    withTasks(async ({ server, open }) => {
      const session = await open()
      const started = await begun(session)
      expect(started.map(({ locators }) => locators)).toEqual([['+17815550101']])
      expect(server.requests('forget')).toEqual([])
      await polled(session, started)
      await polled(session, started)
      const [file = '', ...others] = server.requests('forget')
      expect(others).toEqual([])
      expect(file).toBe(`forget-01012026-lethe-${started[0]?.fate.receipt}.json`)
      const body = JSON.parse(readFileSync(join(server.settings.requests, file), 'utf8'))
      const consumer = forms.map((phone) => ({ phone }))
      expect(body).toEqual({ caseid: started[0]?.fate.receipt, consumers: [{ consumer }] })
      expect(readdirSync(server.settings.requests)).toEqual([file])
    }))

  test('is not put there again by whoever goes on after a kill: its file stands there, or it is remembered', () =>
    withTasks(async ({ server, open, folder, clock }) => {
      const started = await begun(await open())
      await polled(await open(), started)
      rmSync(join(folder, 'state'), { recursive: true })
      await clock.advance(48 * hour)
      await polled(await open(), started)
      expect(server.requests('forget')).toHaveLength(1)
      // Feature Server takes it away.
      for (const name of server.requests('forget')) rmSync(join(server.settings.requests, name))
      await polled(await open(), started)
      expect(server.requests('forget')).toEqual([])
    }))

  test('that was cut off while it was written leaves nothing behind', () =>
    withTasks(async ({ server, open, folder }) => {
      const session = await open()
      const started = await begun(session)
      const memory = join(folder, 'state/feature-server')
      mkdirSync(memory, { recursive: true })
      writeFileSync(join(server.settings.requests, '.lethe-0a1b.tmp'), '{"consumers":[{"consumer":[{"phone":"+1781')
      writeFileSync(join(memory, '.lethe-0a1b.tmp'), '2026-')
      await polled(session, started)
      expect(readdirSync(server.settings.requests)).toEqual(server.requests('forget'))
      expect(readdirSync(memory)).toEqual([started[0]?.fate.receipt])
    }))

  test('is one for all who have the number, and says of nobody who they are but in itself', () =>
    withTasks(async ({ server, open, folder }) => {
      const session = await open()
      const started = await begun(session, [ada, personWith('781-555-0101', '2.consumer-1')])
      expect(started).toHaveLength(2)
      await polled(session, started)
      expect(server.requests('forget')).toHaveLength(1)
      const written = [...server.requests('forget'), ...readdirSync(join(folder, 'state/feature-server'))]
      const remembered = readdirSync(join(folder, 'state/feature-server')).map((name) =>
        readFileSync(join(folder, 'state/feature-server', name), 'utf8'),
      )
      expect([...written, ...remembered].filter((text) => text.includes('5550101'))).toEqual([])
    }))

  test('is none in a preview', () =>
    withTasks(async ({ server, open, folder }) => {
      await searched(await open(), { isTrial: true })
      await searched(await open(), { isTrial: true, action: 'export' })
      expect(readdirSync(server.settings.requests)).toEqual([])
      expect(existsSync(join(folder, 'state'))).toBe(false)
    }))

  test('goes into a folder of very many', () =>
    withTasks(async ({ server, open }) => {
      for (let n = 0; n < 3000; n += 1) writeFileSync(join(server.settings.requests, `export-01012026-${n}.json`), '')
      for (let n = 0; n < 3000; n += 1) writeFileSync(join(server.settings.recordings, `8001_2125550${n}.wav`), '')
      const people = Array.from({ length: 20 }, (_, n) =>
        personWith(`+1212555${String(n).padStart(4, '0')}`, `1.c-${n}`),
      )
      const session = await open()
      await polled(session, await begun(session, people))
      expect(server.requests('forget')).toHaveLength(20)
    }))
})

describe('what the log tells', () => {
  test('of a message that was forgotten is the day on which it goes, and no later pass puts that off', () =>
    withTasks(async (trial) => {
      const { session, started } = await asked(trial)
      trial.server.run('forget', new Date(noon + hour))
      expect(await polled(session, started)).toEqual([expires])
      trial.server.log(
        'forget',
        new Date(noon + 2 * hour),
        all((ani) => `ANI ${ani}: TTL set, SUCCESS`),
      )
      await trial.clock.advance(5 * 24 * hour)
      expect(await polled(await trial.open(), started)).not.toEqual([])
      expect(trial.server.requests('forget')).toHaveLength(1)
      expect(trial.server.messages.has('his')).toBe(true)
    }))

  test('of a number without a message is a status of its own', () =>
    withTasks(async (trial) => {
      trial.server.messages.clear()
      const { session, started } = await asked(trial)
      trial.server.run('forget', new Date(noon + hour))
      expect(await polled(session, started)).toEqual([{ kind: 'absent' }])
    }))

  test.each([
    ['an error beside a success', (ani: string) => `ANI ${ani}: success: 1 set, 2 failed`, 'failed'],
    ['no success', (ani: string) => `ANI ${ani}: unsuccessful`, 'failed'],
    ['both a message and none', (ani: string) => `ANI ${ani}: TTL set, no messages`, 'failed'],
    ['nothing that any pattern knows', (ani: string) => `ANI ${ani}: beendet`, null],
    ['another number', () => 'ANI +17815550102: TTL set, SUCCESS', null],
    ['a longer number', (ani: string) => `ANI ${ani}9: TTL set, SUCCESS`, null],
    ['a number behind letters', (ani: string) => `ANI id${ani.replace('+', '')}: TTL set, SUCCESS`, null],
  ])('is no success where it says %s', (_what, line, kind) =>
    withTasks(async (trial) => {
      const { session, started, file } = await asked(trial)
      trial.server.log('forget', new Date(noon + hour), [`Processing ${file}`, ...all(line)])
      expect(kinds(await polled(session, started))).toEqual(kind === null ? [] : [kind])
      // By then nothing more will come of it.
      await trial.clock.advance(73 * hour)
      const later = await polled(session, started)
      expect(kinds(later)).toEqual(['failed'])
    }),
  )

  test.each(['2 messages set, SUCCESS, 0 errors', 'no errors: TTL set', 'expires; failed: 0'])(
    'is no failure where it counts none: %s',
    (words) =>
      withTasks(async (trial) => {
        const { session, started, file } = await asked(trial)
        trial.server.log('forget', new Date(noon + hour), [
          `Processing ${file}`,
          ...all((ani) => `ANI ${ani}: ${words}`),
        ])
        expect(await polled(session, started)).toEqual([expires])
      }),
  )

  test('counts only when it is told of every form of the number', () =>
    withTasks(async (trial) => {
      const { session, started, file } = await asked(trial)
      const lines = all((ani) => `ANI ${ani}: TTL set, SUCCESS`)
      const path = trial.server.logPath('forget', new Date(noon))
      trial.server.log('forget', new Date(noon + hour), [`Processing ${file}`, ...lines.slice(0, -1)])
      expect(await polled(session, started)).toEqual([])
      // The last line is being written.
      const cut = `2026-01-01 11:00:00,123 INFO ${lines.at(-1)}`
      writeFileSync(path, cut, { flag: 'a' })
      expect(await polled(session, started)).toEqual([])
      writeFileSync(path, ' of 0, 1 failed\n', { flag: 'a' })
      expect(kinds(await polled(session, started))).toEqual(['failed'])
    }))

  test('of another request about the same number is not told of this one', () =>
    withTasks(async (trial) => {
      const { session, started, file } = await asked(trial)
      const lines = all((ani) => `ANI ${ani}: TTL set, SUCCESS`)
      const another = `forget-01012026-lethe-${'0'.repeat(32)}.json`
      for (const name of ['forget-01012026-case-7.json', another, `${file} and ${another}`]) {
        trial.server.log('forget', new Date(noon + hour), [`Processing ${name}`, ...lines])
      }
      trial.server.log('export', new Date(noon + hour), [`Processing ${file}`, ...lines])
      expect(await polled(session, started)).toEqual([])
      trial.server.log('forget', new Date(noon + hour), [`Processing file="/gdpr/${file}"`, ...lines])
      expect(await polled(session, started)).toEqual([expires])
    }))

  test('by time alone counts from when it was asked for: neither a line of before nor one of yesterday', () =>
    withTasks(async (trial) => {
      const { session, started } = await asked(trial, { results: { told: 'time' } })
      const lines = all((ani) => `ANI ${ani}: TTL set, SUCCESS`)
      trial.server.log('forget', new Date(noon - 24 * hour), lines)
      trial.server.log('forget', new Date(noon - 1000), lines)
      writeFileSync(trial.server.logPath('forget', new Date(noon)), `${lines.join('\n')}\n`, { flag: 'a' })
      expect(await polled(session, started)).toEqual([])
      trial.server.log('forget', new Date(noon + hour), lines)
      expect(await polled(session, started)).toEqual([expires])
    }))

  test('is read by the names and words of the site', () =>
    withTasks(async (trial) => {
      const results = {
        forgetLog: 'forget (+1).<DDMMYYYY>.log',
        request: 'Datei «(?<file>[^»]+)»',
        number: 'Rufnummer (?<number>[+\\d() -]+)',
        done: 'beendet',
        time: '\\[(?<day>\\d{4}-\\d{2}-\\d{2}) (?<time>\\d{2}:\\d{2}:\\d{2})\\]',
      }
      const { session, started, file } = await asked(trial, { results, timeZone: 'America/New_York' })
      const lines = [`Datei «${file}»`, ...all((ani) => `[2026-01-01 06:00:00] Rufnummer ${ani} - beendet`)]
      writeFileSync(join(trial.server.settings.logs, 'forget (+1)x01012026.log'), lines.join('\n'))
      expect(await polled(session, started)).toEqual([])
      writeFileSync(join(trial.server.settings.logs, 'forget (+1).01012026.log'), `${lines.join('\n')}\n`)
      expect(await polled(session, started)).toEqual([expires])
    }))
})

test('what no log has named for three days is told of, and not asked for again', () =>
  withTasks(async (trial) => {
    const { session, started } = await asked(trial)
    await trial.clock.advance(71 * hour)
    expect(await polled(session, started)).toEqual([])
    await trial.clock.advance(2 * hour)
    expect(await polled(session, started)).toEqual([{ kind: 'failed', reason: expect.stringContaining('three days') }])
    expect((await begun(await trial.open()))[0]?.fate.receipt).toBe(started[0]?.fate.receipt)
  }))

test('each Feature Server is asked on its own', () =>
  withTasks(async ({ server, open, folder }) => {
    const second = join(folder, 'second')
    mkdirSync(second)
    for (const requests of [server.settings.requests, second]) {
      const session = await open({ requests })
      await polled(session, await begun(session))
      expect(readdirSync(requests)).toHaveLength(1)
    }
  }))

test('what failed is asked for again by the next pass, once, and not what is unclear', () =>
  withTasks(async (trial) => {
    const { session, started, file } = await asked(trial)
    trial.server.log('forget', new Date(noon + hour), [`Processing ${file}`, ...all((ani) => `ANI ${ani}: ERROR`)])
    expect(kinds(await polled(session, started))).toEqual(['failed'])
    const again = await begun(await trial.open())
    expect(again[0]?.fate.receipt).not.toBe(started[0]?.fate.receipt)
    await polled(session, again)
    expect((await begun(await trial.open()))[0]?.fate.receipt).toBe(again[0]?.fate.receipt)
    await polled(session, again)
    expect(trial.server.requests('forget')).toHaveLength(2)
  }))

test('what fails again and again is asked for five times, and then somebody has to look', () =>
  withTasks(async (trial) => {
    const { server, open } = trial
    for (let night = 0; night < 8; night += 1) {
      const session = await open()
      const started = await begun(session)
      await polled(session, started)
      const file = server.requests('forget').find((name) => name.includes(started[0]?.fate.receipt ?? '')) ?? ''
      server.log('forget', new Date(noon), [`Processing ${file}`, ...all((ani) => `ANI ${ani}: ERROR`)])
      expect(kinds(await polled(session, started))).toEqual(['failed'])
      await searched(session, { action: 'export' })
      const [exported] = server.requests('export').slice(-1)
      for (const name of server.requests('export')) {
        server.log('export', new Date(noon), [`Processing ${name}`, ...all((ani) => `ANI ${ani}: ERROR`)])
      }
      expect(exported).toBeDefined()
    }
    expect(server.requests('forget')).toHaveLength(5)
    expect(server.requests('export')).toHaveLength(5)
  }))

test('verification looks into the log again, and for recordings that bear the number', () =>
  withTasks(async (trial) => {
    const { server, open } = trial
    server.recording('8001_7815550101.wav', 'RIFF')
    const session = await open()
    const findings = (await searched(session)).filter(isFinding)
    const left = async () =>
      (await (await open()).verify([ada], recordedOf(findings), run())).map(({ target }) => target.column).sort()
    expect(await left()).toEqual(['ANI', 'FILE'])
    const started = await begun(session)
    expect(await left()).toEqual(['ANI'])
    await polled(session, started)
    expect(await left()).toEqual(['ANI'])
    server.run('forget', new Date(noon + hour))
    expect(await left()).toEqual([])
  }))

/** An export through export-me: asked for once, and answered with the files that bear the person's number. */

import { readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { asRecorded, isFinding } from '../../../src/domain/finding.ts'
import { run } from '../../contract/suite.ts'
import {
  ada,
  filesIn,
  forms,
  hour,
  noon,
  personWith,
  reasonsIn,
  searched,
  withTasks,
} from '../../support/feature-server-site.ts'

const exporting = { action: 'export' } as const
const waiting = 'later: export-me was asked for the voicemail of the number, and has not told of it yet'

describe('an export', () => {
  test('waits for export-me, which is asked once, and hands out what it has left', () =>
    withTasks(async ({ server, open }) => {
      expect(reasonsIn(await searched(await open(), exporting))).toEqual([waiting])
      expect(reasonsIn(await searched(await open(), exporting))).toEqual([waiting])
      expect(server.requests('export')).toHaveLength(1)
      server.run('export', new Date(noon + hour))
      const session = await open()
      const [file, ...others] = (await searched(session, exporting)).filter(isFinding)
      expect([file?.locator, others]).toEqual(['8001_+17815550101_hers.wav', []])
      expect(file?.content).toMatchObject({ kind: 'blob', mediaType: 'audio/wav', bytes: 9 })
      const recorded = file === undefined ? null : asRecorded(file)
      const bytes: Uint8Array[] = []
      if (recorded !== null) {
        for await (const piece of session.read?.(recorded, run('export')) ?? []) bytes.push(piece)
      }
      expect(Buffer.concat(bytes).toString()).toBe('RIFF hers')
    }))

  test('of somebody without a message finds nothing', () =>
    withTasks(async ({ server, open }) => {
      server.messages.clear()
      await searched(await open(), exporting)
      server.run('export', new Date(noon + hour))
      const told = await searched(await open(), exporting)
      expect([reasonsIn(told), filesIn(told)]).toEqual([[], [null]])
    }))

  test('is no success where something was exported and no file bears the number', () =>
    withTasks(async ({ server, open }) => {
      await searched(await open(), exporting)
      server.run('export', new Date(noon + hour))
      for (const name of readdirSync(server.settings.recordings)) {
        renameSync(join(server.settings.recordings, name), join(server.settings.recordings, 'message-1.wav'))
      }
      expect(reasonsIn(await searched(await open(), exporting))).toEqual([expect.stringContaining('no file in')])
    }))

  test('that failed is asked for again, once, and says so', () =>
    withTasks(async ({ server, open }) => {
      await searched(await open(), exporting)
      const [file = ''] = server.requests('export')
      server.log('export', new Date(noon + hour), [`Processing ${file}`, `ANI ${forms[0]}: Exception`])
      expect(reasonsIn(await searched(await open(), exporting))).toEqual([
        expect.stringContaining('failed; it is asked'),
      ])
      expect(reasonsIn(await searched(await open(), exporting))).toEqual([waiting])
      expect(server.requests('export')).toHaveLength(2)
      server.run('export', new Date(noon + 2 * hour))
      expect(filesIn(await searched(await open(), exporting))).toHaveLength(1)
    }))
})

describe('a recording', () => {
  const named = async (names: readonly string[], settings = {}, people = [ada]) => {
    let found: readonly (string | null)[] = []
    await withTasks(async ({ server, open }) => {
      for (const name of names) server.recording(name, 'RIFF')
      const all = await searched(await open(settings), {}, people)
      found = [...filesIn(all), ...reasonsIn(all)]
    })
    return found
  }

  test.each([
    '8001_97815550101.wav',
    '8001_78155501012.wav',
    '781/555/0101.wav',
    '8001_7815550102.wav',
    '20260101781555_0101.wav',
    '1781555010120260101.wav',
  ])('%s is another one’s', async (name) => {
    expect(await named([name])).toEqual([null])
  })

  test.each(['8001_+1 (781) 555-0101 [1].wav', "o'hare;rm -rf *_7815550101.wav", 'a/b/7815550101/message.wav'])(
    '%s is hers',
    async (name) => {
      expect(await named([name])).toEqual([name])
    },
  )

  test('whose name has the numbers of two people of the request is nobody’s until the settings say which counts', async () => {
    const people = [ada, personWith('+1 781 555 0102', '1.consumer-2')]
    const name = '7815550102_7815550101.wav'
    const held = expect.stringMatching(/^held: the name of a recording holds several numbers/)
    expect(await named([name], {}, people)).toEqual([held, held])
    const recordingName = '_(?<number>\\d+)[.]wav$'
    expect(await named([name], { recordingName }, people)).toEqual([name, null])
  })

  test.each([
    '7815550199_7815550101.wav',
    '7815550101/from +44 20 7946 0103.wav',
    '(781) 555-0199 7815550101.wav',
    '7815550101_1234567.wav',
  ])('%s is nobody’s until the settings say which number counts', async (name) => {
    expect(await named([name])).toEqual([expect.stringMatching(/^held: the name of a recording holds several/)])
  })

  test.each([
    '8001_7815550101_20260101.wav',
    '2026-01-01 10.15.30 7815550101 (3).wav',
    '8001-20260101T101530-7815550101.wav',
    '1767261600_7815550101_1767261600123.wav',
    '00000000-0000-1000-8000-000000000001_7815550101.wav',
  ])('%s is hers: a time or a long key beside it is no number', async (name) => {
    expect(await named([name])).toEqual([name])
  })

  test('behind a link is none, and a name that is no text leads back to its bytes', () =>
    withTasks(async ({ server, open, folder }) => {
      writeFileSync(join(folder, 'secret.wav'), 'RIFF')
      symlinkSync(join(folder, 'secret.wav'), join(server.settings.recordings, '7815550101.wav'))
      const odd = Buffer.concat([
        Buffer.from(`${server.settings.recordings}/`),
        Buffer.from([0xfc]),
        Buffer.from('_7815550101.wav'),
      ])
      writeFileSync(odd, 'RIFF')
      expect(filesIn(await searched(await open()))).toEqual(['\\xFC_7815550101.wav'])
    }))
})

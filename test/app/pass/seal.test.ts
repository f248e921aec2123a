/** An execution log is believed only with Lethe's own seal, which whoever can write into the folder cannot make. */

import { copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal
const [name, logName] = ['forget-25052018-a.json', 'forget-25052018-a-execution-log.json']
const request = consumers(['7815550101'])

async function pass(world: World): Promise<readonly string[]> {
  const { files } = await processPass(await world.open(), scheduledScope, never)
  return files.map(({ fileName, outcome }) => `${fileName} ${outcome}`)
}

async function loseJournal({ folder }: World): Promise<void> {
  for (const file of await readdir(folder)) if (file.startsWith('journal.db')) await rm(join(folder, file))
}

async function isForgotten(world: World): Promise<boolean> {
  return !JSON.stringify(await world.rows('NOTES')).includes('7815550101')
}

async function annComesBack(world: World): Promise<void> {
  await world.data.run((knex) => knex('NOTES').where({ ID: 1 }).update({ PHONE: '7815550101' }))
}

async function waiting(world: World): Promise<readonly string[]> {
  const files = await (await world.open()).journal.files('acme', ['unsealed'])
  return files.map((file) => file.name)
}

/** What a cheat can know: the request, the tenant's name, and how such logs look. */
function planted(run: Readonly<Record<string, unknown>>, indent?: number): string {
  const about = { id: 'x', tenant: 'acme', action: 'forget', sha256: sha256(JSON.stringify(request)) }
  const times = { startedAt: '2018-05-25T00:00:00.000Z', finishedAt: '2018-05-25T00:00:01.000Z' }
  return JSON.stringify({ ...request, result: request, run: { ...about, ...times, ...run } }, null, indent)
}

const open = { createdTs: 1, attempt: 1, fileNumber: 1, products: [], attempts: [], turns: {} }

const lies: readonly (readonly [what: string, log: string])[] = [
  ['says that it is done', planted({ outcome: 'done' })],
  ['is laid out as ours are', `${planted({ outcome: 'done', seal: 'A'.repeat(43) }, 2)}\n`],
  ['says that it was refused', planted({ outcome: 'rejected', seal: '' }, 2)],
  ['says that an operator cancelled it', planted({ outcome: 'failed', ended: 'cancelled', seal: null })],
  ['says that it was given up', planted({ outcome: 'failed', ended: 'given-up', seal: ['x'] })],
  ['tells of an open run without products', planted({ ...open, outcome: 'failed' }, 2)],
  ['has a seal longer than any', planted({ outcome: 'done', seal: 'x'.repeat(100_000) }, 2)],
  ['hides behind two megabytes', `{\n  "x": "${'x'.repeat(3_000_000)}",${planted({ outcome: 'done' }, 2).slice(1)}\n`],
]

describe('an execution log that somebody laid beside a new request', () => {
  test.each(lies)('and that %s is not believed, and replaced', async (_what, log) => {
    await withWorld(async (world) => {
      await world.open()
      await world.drop(name, request)
      await writeFile(join(world.directory, logName), log)
      expect(await pass(world)).toEqual([`${name} done`])
      expect(await isForgotten(world)).toBe(true)
      expect((await world.answer(logName))['run']).toMatchObject({ outcome: 'done', seal: expect.any(String) })
      expect(await pass(world)).toEqual([])
    })
  })

  test('and that is the answer to the same content under another name is none for this one', async () => {
    await withWorld(async (world) => {
      await world.drop(name, request)
      expect(await pass(world)).toEqual([`${name} done`])
      await annComesBack(world)
      await world.drop('forget-25052018-b.json', request)
      await copyFile(join(world.directory, logName), join(world.directory, 'forget-25052018-b-execution-log.json'))
      expect(await pass(world)).toEqual(['forget-25052018-b.json done'])
      expect(await isForgotten(world)).toBe(true)
    })
  })

  test('and that takes no room on the disk is not read into memory', async () => {
    await withWorld(async (world) => {
      await world.open()
      await world.drop(name, request)
      await writeFile(join(world.directory, logName), '')
      await truncate(join(world.directory, logName), 511 * 1024 * 1024)
      const before = process.memoryUsage().arrayBuffers
      expect(await pass(world)).toEqual([`${name} done`])
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
    })
  })
})

type Tampering = readonly [what: string, change: (log: string) => string]

const tamperings: readonly Tampering[] = [
  ['whose seal was taken off', (log) => log.replace(/,\s*"seal": "[^"]*"/, '')],
  ['whose outcome was changed', (log) => log.replaceAll('"outcome": "done"', '"outcome": "failed"')],
  ['whose counts were changed', (log) => log.replace(/"found": \d+/, '"found": 99')],
  ['whose seal was cut', (log) => log.replace(/("seal": "[^"]{20})[^"]*"/, '$1"')],
]

describe('after the journal was lost', () => {
  test('an answer with the seal counts, however it is laid out and however long it is', async () => {
    for (const change of [
      (log: string) => log,
      (log: string) => JSON.stringify(JSON.parse(log)),
      (log: string) => `{\n  "note": "${'x'.repeat(5_000_000)}",${log.slice(1)}`,
    ]) {
      await withWorld(async (world) => {
        await world.drop(name, request)
        await pass(world)
        const log = await readFile(join(world.directory, logName), 'utf8')
        await writeFile(join(world.directory, logName), change(log))
        await loseJournal(world)
        await annComesBack(world)
        expect(await pass(world)).toEqual([])
        expect(await isForgotten(world)).toBe(false)
        expect(await waiting(world)).toEqual([])
      })
    }
  })

  test.each(tamperings)('one %s neither counts nor is done again, until an operator says so', async (_what, change) => {
    await withWorld(async (world) => {
      await world.drop(name, request)
      await pass(world)
      const log = await readFile(join(world.directory, logName), 'utf8')
      expect(change(log)).not.toBe(log)
      await writeFile(join(world.directory, logName), change(log))
      await loseJournal(world)
      await annComesBack(world)
      expect(await pass(world)).toEqual([])
      expect(await pass(world)).toEqual([])
      expect([await isForgotten(world), await waiting(world)]).toEqual([false, [name]])
      expect(await (await world.open()).journal.askRetryFile('acme', name)).toBe(true)
      expect(await pass(world)).toEqual([`${name} done`])
      expect([await isForgotten(world), await waiting(world)]).toEqual([true, []])
    })
  })

  test('and the secret with it, everything that was answered waits, and what is new does not', async () => {
    await withWorld(async (world) => {
      const other = 'export-25052018-b.json'
      await world.drop(name, request)
      await world.drop(other, consumers(['7815550103']))
      await world.drop('forget-25052018-broken.json', 'no')
      await pass(world)
      await annComesBack(world)
      await loseJournal(world)
      world.loseSecret()
      expect(await pass(world)).toEqual([])
      expect(await waiting(world)).toEqual([name, other, 'forget-25052018-broken.json'].sort())
      await world.drop('forget-25052018-new.json', consumers(['7815550102']))
      expect(await pass(world)).toEqual(['forget-25052018-new.json done'])
      expect(await isForgotten(world)).toBe(false)
    })
  })

  test('what waits and is taken out of the folder is waited for no longer', async () => {
    await withWorld(async (world) => {
      await world.drop(name, request)
      await pass(world)
      await loseJournal(world)
      world.loseSecret()
      await pass(world)
      await rm(join(world.directory, name))
      await pass(world)
      expect(await waiting(world)).toEqual([])
    })
  })
})

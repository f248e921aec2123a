/** Files, whole cards, jobs, expiries, holds and what is kept by law, from the dropped file to its answer. */

import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { sha256 } from '../../src/platform/crypto/hash.ts'
import type { Row } from '../../src/platform/sql/database.ts'
import { cutAt } from '../support/cut-at.ts'
import { createStore, endJobs, expiry, StoreSession, type Item } from '../support/every-part.ts'
import { readZip } from '../support/read-zip.ts'
import { consumers, withWorld, type World } from '../support/tenant-context.ts'

const ann = '7815550101'
const bob = '7815550102'
const stranger = '7815550199'
/** Longer than what an entry may hold in memory. */
const recording = 'RIFF'.repeat(200_000)

function items(phone: string, from: number, ...kinds: readonly Item['kind'][]): readonly Item[] {
  return kinds.map((kind, i) => ({
    id: from + i,
    kind,
    phone,
    body: kind === 'file' ? recording : `${kind} of ${phone}`,
  }))
}

async function pass(world: World, checkpoint?: Checkpoint, signal = new AbortController().signal) {
  const product = () => new StoreSession(world.data)
  const context = await world.open({ product, ...(checkpoint === undefined ? {} : { checkpoint }) })
  return await processPass(context, scheduledScope, signal)
}

const store = (world: World): Promise<readonly Row[]> =>
  world.data.run((knex) => knex<Row>('ITEM').orderBy('ID').select('ID', 'PHONE', 'PUT_OFF'))

const jobs = (world: World): Promise<readonly Row[]> =>
  world.data.run((knex) => knex<Row>('JOB').orderBy('ITEM').select())

async function responses(world: World, name: string): Promise<readonly string[]> {
  const text = JSON.stringify((await world.answer(`${name}-execution-log.json`))['result'])
  return [...text.matchAll(/"response":"([^"]*)"/g)].map(([, response = '']) => response)
}

/** Files that are shown in the history by name, size and digest. */
const shown = (body: string) => `call.wav (${Buffer.byteLength(body)} bytes, SHA-256 ${sha256(body)})`

describe('an export', () => {
  const drop = (world: World) => world.drop('export-25052018-a.json', consumers([ann], [bob]))
  const archive = (world: World) => readZip(join(world.directory, 'export-25052018-a-archive.zip'))

  test('has each file as an entry of its own, with its digest, and the history names it', async () => {
    await withWorld(async (world) => {
      await createStore(world.data, [...items(ann, 1, 'file', 'text', 'file', 'card'), ...items(stranger, 9, 'file')])
      await drop(world)
      await pass(world)
      expect(await responses(world, 'export-25052018-a')).toEqual(['SUCCESS', 'SUCCESS: not found'])
      const files = await archive(world)
      const manifest = JSON.parse(String(files.get('manifest.json')))
      const entries = manifest.subjects[0].entries.filter(({ table }: { table: string }) => table === 'file')
      expect(entries.map(({ path }: { path: string }) => path)).toEqual([
        'consumer-1/store/file.csv',
        'consumer-1/store/file/call.wav',
        'consumer-1/store/file/call-2.wav',
      ])
      const digest = { bytes: recording.length, sha256: sha256(recording), mediaType: 'audio/wav', rows: 0 }
      expect(entries.slice(1)).toMatchObject([digest, digest])
      for (const { path } of entries.slice(1)) expect(files.get(path)?.equals(Buffer.from(recording))).toBe(true)
      expect(String(files.get('consumer-1/store/file.csv'))).toContain(shown(recording))
      const values = (await world.historyRows()).map(({ TABLE_NAME, KEY_VALUE }) => [TABLE_NAME, KEY_VALUE])
      expect(values).toContainEqual(['file', shown(recording)])
    })
  })

  test.each([
    [
      'was changed',
      (world: World) => world.data.run((knex) => knex('ITEM').where({ ID: 1 }).update({ BODY: 'other' })),
    ],
    ['was removed', (world: World) => world.data.run((knex) => knex('ITEM').where({ ID: 1 }).delete())],
  ])('whose file %s since it was found says so, and only of whose it is', async (_what, change) => {
    await withWorld(async (world) => {
      await createStore(world.data, [...items(ann, 1, 'file', 'text'), ...items(bob, 5, 'file')])
      await drop(world)
      await pass(world, (point, side) => {
        if (point === 'answer:archive' && side === 'before') void change(world).then(() => {})
      })
      const [hers = '', his] = await responses(world, 'export-25052018-a')
      expect(hers).toMatch(/^ERROR: store: a file (is no longer as it was|was removed)/)
      expect(his).toBe('SUCCESS')
      const { run } = await world.answer('export-25052018-a-execution-log.json')
      expect(run).toMatchObject({ outcome: 'partial' })
      const files = await archive(world)
      expect([...files.keys()].filter((path) => path.endsWith('.wav'))).toEqual(['consumer-2/store/file/call.wav'])
      const [subject] = JSON.parse(String(files.get('manifest.json'))).subjects
      expect(subject.missing).toMatchObject([{ product: 'store', table: 'file' }])
      await world.data.run((knex) => knex('ITEM').where({ ID: 1 }).delete())
      await world.data.run((knex) => knex('ITEM').insert({ ID: 1, KIND: 'file', PHONE: ann, BODY: recording }))
      await pass(world)
      expect(await responses(world, 'export-25052018-a')).toEqual(['SUCCESS', 'SUCCESS'])
      expect([...(await archive(world)).keys()].filter((path) => path.endsWith('.wav'))).toHaveLength(2)
    })
  })
})

describe('a forget', () => {
  const drop = (world: World) => world.drop('forget-25052018-a.json', consumers([ann], [bob]))
  const answers = (world: World) => responses(world, 'forget-25052018-a')

  test('answers each with the worst that became of what is theirs, and strangers keep everything', async () => {
    await withWorld(async (world) => {
      const strangers = items(stranger, 50, 'text', 'file', 'card', 'recording', 'backup', 'held', 'law')
      await createStore(world.data, [
        ...items(ann, 1, 'text', 'file', 'card', 'backup', 'law'),
        ...items(bob, 20, 'text', 'broken'),
        ...strangers,
      ])
      await drop(world)
      await pass(world)
      expect(await answers(world)).toEqual([
        'SUCCESS: retained: kept for the tax office',
        'ERROR: store: an item has no key; give it one',
      ])
      const rows = (await store(world)).map(({ ID, PHONE }) => [ID, PHONE])
      // Nothing of him is erased whose search was not whole.
      expect(rows.filter(([id]) => Number(id) < 50)).toEqual([
        [1, '***'],
        [4, ann],
        [5, ann],
        [20, bob],
        [21, bob],
      ])
      expect(rows.filter(([, phone]) => phone === stranger)).toHaveLength(strangers.length)
      await world.data.run((knex) => knex('ITEM').where({ ID: 21 }).update({ KIND: 'text' }))
      await pass(world)
      expect(await answers(world)).toEqual(['SUCCESS: retained: kept for the tax office', 'SUCCESS'])
      expect((await store(world)).find(({ ID }) => ID === 4)).toMatchObject({ PUT_OFF: 1 })
    })
  })

  test('waits for what the store tells only later, and erases nothing of the person before', async () => {
    await withWorld(async (world) => {
      await createStore(world.data, [...items(ann, 1, 'text', 'late'), ...items(bob, 5, 'late')])
      await drop(world)
      const [first] = (await pass(world)).runs
      const deferred = 'ERROR: deferred: the store tells it tomorrow'
      expect([await answers(world), first?.products[0]?.outcome]).toEqual([[deferred, deferred], 'deferred'])
      expect((await store(world)).map(({ PHONE }) => PHONE)).toEqual([ann, ann, bob])
      await world.data.run((knex) => knex('ITEM').where({ KIND: 'late', PHONE: ann }).update({ KIND: 'text' }))
      await world.data.run((knex) => knex('ITEM').where({ KIND: 'late' }).delete())
      await pass(world)
      expect(await answers(world)).toEqual(['SUCCESS', 'SUCCESS: not found'])
    })
  })

  test('tells until when something is out of reach, and waits for what is held', async () => {
    await withWorld(async (world) => {
      await createStore(world.data, [...items(ann, 1, 'backup', 'text'), ...items(bob, 5, 'held')])
      await drop(world)
      await pass(world)
      expect(await answers(world)).toEqual([`SUCCESS: expires: ${expiry}`, 'ERROR: deferred: the item is on hold'])
      await world.data.run((knex) => knex('ITEM').where({ ID: 5 }).update({ KIND: 'text' }))
      await pass(world)
      expect((await answers(world))[0]).toBe(`SUCCESS: expires: ${expiry}`)
      expect((await store(world)).map(({ PUT_OFF }) => PUT_OFF)).toEqual([1, 0, 0])
    })
  })

  test('of whom the store alone can tell is answered by what it tells', async () => {
    await withWorld(async (world) => {
      await createStore(world.data, [...items(ann, 1, 'unknown'), ...items(bob, 5, 'unknown', 'text')])
      await drop(world)
      await pass(world)
      expect(await answers(world)).toEqual(['SUCCESS: not found', 'SUCCESS'])
      const { run } = await world.answer('forget-25052018-a-execution-log.json')
      const told = '2 value(s) were handed over, and the system says that it holds nothing of them'
      expect(run).toMatchObject({ outcome: 'done', products: [{ warnings: [told] }] })
    })
  })

  test('records a card whole, and a file by its digest, before they are deleted', async () => {
    await withWorld(async (world) => {
      await createStore(world.data, items(ann, 1, 'card', 'file'))
      await drop(world)
      await pass(world)
      expect(await store(world)).toEqual([])
      const values = (await world.historyRows()).flatMap(({ KEY_VALUE }) => (KEY_VALUE === null ? [] : [KEY_VALUE]))
      const card = { ID: '1', PHONE: ann, BODY: `card of ${ann}`, EXPIRES: null }
      expect(values.sort()).toEqual([shown(recording), JSON.stringify(card)].sort())
    })
  })

  const beginning = (world: World) =>
    createStore(world.data, [
      ...items(ann, 1, 'recording', 'backup', 'recording', 'card', 'file'),
      ...items(bob, 9, 'text'),
    ])

  test('goes on with a job until the store has ended it, and begins it once', async () => {
    await withWorld(async (world) => {
      await beginning(world)
      await drop(world)
      for (let passes = 0; passes < 3; passes += 1) {
        await pass(world)
        expect((await answers(world))[0]).toMatch(/^ERROR: deferred: the product goes on with it/)
      }
      expect((await jobs(world)).map(({ RECEIPT, BEGUN }) => [RECEIPT, BEGUN])).toEqual([
        ['job-1', 1],
        ['job-3', 1],
      ])
      await endJobs(world.data)
      await pass(world)
      expect(await answers(world)).toEqual([`SUCCESS: expires: ${expiry}`, 'SUCCESS'])
      expect((await store(world)).map(({ ID, PUT_OFF }) => [ID, PUT_OFF])).toEqual([
        [2, 1],
        [9, 0],
      ])
    })
  })

  test('cut off anywhere begins no second job and puts nothing off twice', async () => {
    const points: string[] = []
    await withWorld(async (world) => {
      await beginning(world)
      await drop(world)
      await pass(world, (point, side) => points.push(`${side} ${point}`))
    })
    expect(points.filter((point) => point.includes('record:effects')).length).toBeGreaterThan(5)
    for (const [k, point] of points.entries()) {
      await withWorld(async (world) => {
        await beginning(world)
        await drop(world)
        const stop = new AbortController()
        const cut = cutAt(k, stop)
        await expect(pass(world, cut, stop.signal), point).rejects.toThrow()
        await pass(world)
        await endJobs(world.data)
        await pass(world)
        expect(await answers(world), point).toEqual([`SUCCESS: expires: ${expiry}`, 'SUCCESS'])
        expect(
          (await jobs(world)).map(({ BEGUN }) => BEGUN),
          point,
        ).toEqual([1, 1])
        expect(await store(world), point).toEqual([
          { ID: 2, PHONE: ann, PUT_OFF: 1 },
          { ID: 9, PHONE: '***', PUT_OFF: 0 },
        ])
      })
    }
  }, 180_000)
})

/** However an upload comes about, its request is processed once, whole, and never earlier. */

import {
  chmodSync,
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { openSite, phones, requestFor, settleMs, type Site } from './site.ts'
import { openUploader, type Transfer, type Uploader } from './uploading.ts'

let server: SftpServer
let sender: Uploader
let site: Site

beforeAll(async () => {
  server = await startSftpServer()
  sender = await openUploader(server)
  site = await openSite(server, { name: 'uploads' })
})

afterAll(async () => {
  try {
    await site.close()
  } finally {
    await sender.close()
    await server.stop()
  }
})

let cases = 0

/** A name and a person of the test's own. */
function request(what: string) {
  const phone = phones[cases++] ?? ''
  const name = `forget-25052018-${what}.json`
  return { phone, name, path: join(site.inbox, name), content: requestFor(phone), large: requestFor(phone, 40_000) }
}

/** Longer than an upload must rest: whoever believed in rest alone would take what is there. */
const longRest = () => delay(settleMs * 2.5)

const hasBytes = (path: string, bytes: number) =>
  vi.waitFor(
    () => {
      expect(statSync(path).size).toBeGreaterThanOrEqual(bytes)
    },
    { timeout: 20_000, interval: 5 },
  )

const nothingYet = (name: string) => {
  expect(site.watching.filesNamed(name)).toEqual([])
}

describe.concurrent('an upload', () => {
  test('that goes through at once', async () => {
    const { name, path, content, phone } = request('plain')
    await sender.put(path, content)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content })
    expect(site.answer(name).responses).toEqual(['SUCCESS'])
    expect(site.isForgotten(phone)).toBe(true)
  })

  test('that is slower than the time a file must rest', async () => {
    const { name, path, large } = request('throttled')
    const transfer = await sender.begin(path, large, 10)
    await hasBytes(path, 20_000)
    nothingYet(name)
    await transfer.done
    nothingYet(name)
    await site.keep(path)
    await site.expectOutcomes(name, { done: large })
  })

  test('that stalls half-way for longer than a file must rest', async () => {
    const { name, path, large } = request('stalled')
    const transfer = await sender.begin(path, large, 20)
    await hasBytes(path, 20_000)
    transfer.stall()
    await longRest()
    nothingYet(name)
    transfer.goOn()
    await transfer.done
    await site.keep(path)
    await site.expectOutcomes(name, { done: large })
  })

  test('that is killed is refused when patience ends, and taken when it was resumed', async () => {
    const { name, path, large, phone } = request('killed')
    const transfer = await sender.begin(path, large, 20)
    await hasBytes(path, 10_000)
    await transfer.kill()
    await site.expectOutcomes(name, 'rejected')
    expect(site.answer(name).problems).toMatchObject([{ rule: 'json' }])
    expect(site.isForgotten(phone)).toBe(false)
    const size = statSync(path).size
    expect(size).toBeLessThan(large.length)
    const rest = await sender.begin(path, large, 500, true)
    await rest.done
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected', { done: large })
    expect(site.answer(name)).toMatchObject({ problems: [], responses: ['SUCCESS'] })
  })

  test('that is killed and resumed in time', async () => {
    const { name, path, large } = request('resumed')
    const transfer = await sender.begin(path, large, 20)
    await hasBytes(path, 10_000)
    await transfer.kill()
    await longRest()
    nothingYet(name)
    const rest = await sender.begin(path, large, 500, true)
    await rest.done
    await site.keep(path)
    await site.expectOutcomes(name, { done: large })
  })

  test.each([
    ['moved', 'rename'],
    ['linked-and-unlinked', 'rename -l'],
  ])('under a temporary name that is %s to its own', async (what, verb) => {
    const { name, path, content } = request(what)
    await sender.put(`${path}.part`, content)
    await longRest()
    nothingYet(name)
    await sender.batch(`${verb} "${sender.remote(`${path}.part`)}" "${sender.remote(path)}"`)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content })
  })

  test('that is repeated again and again, each time with other content, counts when it rests', async () => {
    const { name, path, phone } = request('overwritten')
    const [one, two] = ['a', 'b'].map((filler) => requestFor(phone).replace('"1"', `"${filler.repeat(2_000_000)}"`))
    if (one === undefined || two === undefined) throw new Error('no content')
    const sources = [await sender.local('one', one), await sender.local('two', two)]
    const puts = Array.from({ length: 12 }, (_, n) => `put "${sources[n % 2]}" "${sender.remote(path)}"`)
    await sender.batch(...puts)
    await site.keep(path)
    await site.expectOutcomes(name, { done: two })
  })

  test('that is overwritten in place while it is read', async () => {
    const { name, path, phone } = request('in-place')
    const contents = ['a', 'b'].map((filler) =>
      Buffer.from(requestFor(phone).replace('"1"', `"${filler.repeat(1_000_000)}"`)),
    )
    const file = openSync(path, 'w')
    for (let n = 0; n < 40; n += 1) {
      const content = contents[n % 2] ?? Buffer.alloc(0)
      for (let at = 0; at < content.length; at += 100_000)
        writeSync(file, content, at, Math.min(100_000, content.length - at), at)
      await delay(settleMs / 20)
    }
    closeSync(file)
    await site.keep(path)
    await site.expectOutcomes(name, { done: contents[1] ?? '' })
  })

  test('of the same content once more is answered already', async () => {
    const { name, path, content } = request('same-twice')
    await sender.put(path, content)
    await site.expectOutcomes(name, { done: content })
    const answered = site.answer(name).text
    await sender.put(path, content)
    await site.keep(path)
    await longRest()
    await site.expectOutcomes(name, { done: content })
    expect(site.answer(name).text).toBe(answered)
  })

  test('of other content under the same name is a new request', async () => {
    const { name, path, content } = request('other-content')
    await sender.put(path, content)
    await site.expectOutcomes(name, { done: content })
    const second = request('second-person')
    await sender.put(path, second.content)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content }, { done: second.content })
    expect(site.isForgotten(second.phone)).toBe(true)
  })

  test('of other content with the same size and time (put -p) is a new request all the same', async () => {
    const { name, path, content } = request('same-time')
    const second = request('same-time-second')
    const when = new Date('2018-05-25T10:00:00Z')
    for (const each of [content, second.content]) {
      const source = await sender.local('source', each)
      utimesSync(source, when, when)
      await sender.batch(`put -p "${source}" "${sender.remote(path)}"`)
      expect(statSync(path).mtime).toEqual(when)
      await site.keep(path)
      if (each === content) await site.expectOutcomes(name, { done: content })
    }
    await site.expectOutcomes(name, { done: content }, { done: second.content })
    expect(site.isForgotten(second.phone)).toBe(true)
  })

  test('with a time in the future, or long ago', async () => {
    for (const [what, when] of [
      ['future', '2090-01-01'],
      ['past', '1990-01-01'],
    ] as const) {
      const { name, path, content } = request(what)
      const source = await sender.local('source', content)
      utimesSync(source, new Date(when), new Date(when))
      await sender.batch(`put -p "${source}" "${sender.remote(path)}"`)
      await site.keep(path)
      await site.expectOutcomes(name, { done: content })
    }
  })

  test('into a file that has its full size from the start', async () => {
    const { name, path, content } = request('preallocated')
    const file = openSync(path, 'w')
    ftruncateSync(file, content.length)
    await longRest()
    nothingYet(name)
    writeSync(file, content, 0)
    closeSync(file)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content })
  })

  test('that begins with an empty file', async () => {
    const { name, path, content } = request('empty-first')
    await sender.put(path, '')
    await longRest()
    nothingYet(name)
    await sender.put(path, content)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content })
  })

  test('that is cut short between two looks', async () => {
    const { name, path, content, phone } = request('truncated')
    await sender.put(path, content)
    truncateSync(path, 30)
    await site.expectOutcomes(name, 'rejected')
    expect(site.isForgotten(phone)).toBe(false)
    await sender.put(path, content)
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected', { done: content })
  })

  test('with a byte order mark', async () => {
    const { name, path, content, phone } = request('bom')
    const marked = `\ufeff${content}`
    await sender.put(path, marked)
    await site.keep(path)
    await site.expectOutcomes(name, { done: marked })
    expect(site.isForgotten(phone)).toBe(true)
  })

  test('with holes in it is refused for what the holes read as', async () => {
    const { name, path, content } = request('sparse')
    writeFileSync(path, content)
    truncateSync(path, 1_000_000)
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected')
    expect(site.answer(name).problems).toMatchObject([{ rule: 'json' }])
  })

  test('that grows beyond the limit is refused once, when it rests', async () => {
    const { name, path } = request('endless')
    const file = openSync(path, 'w')
    truncateSync(path, 11 * 1024 * 1024)
    for (let n = 0; n < 30; n += 1) {
      writeSync(file, 'x', 11 * 1024 * 1024 + n)
      await delay(settleMs / 20)
    }
    closeSync(file)
    await site.keep(path)
    await site.expectOutcomes(name, 'rejected')
    expect(site.answer(name).problems).toMatchObject([{ rule: 'too-large' }])
  })

  test('of a terabyte of nothing is refused without being read', async () => {
    const { name, path } = request('terabyte')
    writeFileSync(path, '')
    truncateSync(path, 2 ** 40)
    await site.expectOutcomes(name, 'rejected')
    expect(site.answer(name).problems).toMatchObject([{ rule: 'too-large' }])
  })

  test('whose sender gives the right to read last', async () => {
    const { name, path, content } = request('rights-last')
    await sender.put(path, content)
    chmodSync(path, 0o000)
    await delay(settleMs / 2)
    nothingYet(name)
    chmodSync(path, 0o644)
    await site.keep(path)
    await site.expectOutcomes(name, { done: content })
  })

  test('of many at the same time, of one sender each', async () => {
    const uploads: {
      readonly transfer: Transfer
      readonly name: string
      readonly path: string
      readonly large: string
    }[] = []
    for (let n = 0; n < 5; n += 1) {
      const { name, path, large } = request(`crowd-${n}`)
      uploads.push({ transfer: await sender.begin(path, large, 15 + n * 5), name, path, large })
    }
    for (const { transfer, name, path, large } of uploads) {
      await transfer.done
      await site.keep(path)
      await site.expectOutcomes(name, { done: large })
    }
  })
})

test('after all that nothing half written is left', () => {
  expect(readdirSync(site.inbox).filter((name) => name.startsWith('.lethe-'))).toEqual([])
  expect(site.watching.files().filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(20)
})

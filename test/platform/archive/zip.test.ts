/** An archive written as it comes, read back with another library. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { writeZip } from '../../../src/platform/archive/zip.ts'
import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { readZip } from '../../support/read-zip.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lethe-zip-'))
  path = join(folder, 'archive.zip')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Bytes that do not compress, the same for the same seed. */
function noise(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size)
  let state = seed
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

it('gives back every entry, empty, small and large, and its digest', async () => {
  const contents = [Buffer.alloc(0), Buffer.from('small'), noise(3_000_000)]
  const digests = await writeZip(createWriteStream(path), async (zip) => {
    const written = []
    for (const [number, content] of contents.entries()) {
      const entry = await zip.open(`folder/${number}.csv`)
      for (let at = 0; at < content.length; at += 60_000) await entry.write(content.subarray(at, at + 60_000))
      written.push(entry.close())
    }
    return written
  })
  const files = await readZip(path)
  expect([...files.keys()]).toEqual(['folder/0.csv', 'folder/1.csv', 'folder/2.csv'])
  for (const [number, content] of contents.entries()) {
    expect(files.get(`folder/${number}.csv`)?.equals(content)).toBe(true)
    expect(digests[number]).toEqual({ path: `folder/${number}.csv`, bytes: content.length, sha256: sha256(content) })
  }
})

it('holds many small entries in their order', async () => {
  await writeZip(createWriteStream(path), async (zip) => {
    for (let number = 0; number < 500; number += 1) {
      const entry = await zip.open(`${number}.csv`)
      await entry.write(Buffer.from(String(number)))
      entry.close()
    }
  })
  const files = await readZip(path)
  expect([...files].map(([name, content]) => `${name} ${content.toString()}`)).toEqual(
    Array.from({ length: 500 }, (_, number) => `${number}.csv ${number}`),
  )
})

it('is the same to the byte when it is written again', async () => {
  const write = async (name: string) => {
    await writeZip(createWriteStream(join(folder, name)), async (zip) => {
      const entry = await zip.open('a.csv')
      for (let piece = 0; piece < 20; piece += 1) await entry.write(noise(60_000))
      entry.close()
    })
    return await readFile(join(folder, name))
  }
  const first = await write('one.zip')
  expect(first.equals(await write('two.zip'))).toBe(true)
})

it('takes no more from its source than the output has room for', async () => {
  const waiting: (() => void)[] = []
  const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void waiting.push(done) })
  let written = 0
  const held = writeZip(slow, async (zip) => {
    const entry = await zip.open('a.csv')
    for (; written < 400; written += 1) await entry.write(noise(60_000, written))
    entry.close()
  })
  // The source stands still when two turns of the loop in which everything could move bring no further piece.
  for (let before = -1; before !== written;) {
    before = written
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(written).toBeLessThan(200)
  slow.destroy(new Error('enough'))
  await expect(held).rejects.toThrow('enough')
})

it('fails with the error of an output that breaks off, without waiting for ever', async () => {
  let room = 100_000
  const full = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      room -= chunk.length
      done(room < 0 ? new Error('no space left') : null)
    },
  })
  const broken = writeZip(full, async (zip) => {
    for (let number = 0; ; number += 1) {
      const entry = await zip.open(`${number}.csv`)
      for (let piece = 0; piece < 10; piece += 1) {
        await entry.write(noise(60_000, piece))
      }
      entry.close()
    }
  })
  await expect(broken).rejects.toThrow('no space left')
})

it('fails with the error of its source and leaves the output destroyed', async () => {
  const output = createWriteStream(path)
  await once(output, 'open')
  const broken = writeZip(output, async (zip) => {
    const entry = await zip.open('a.csv')
    await entry.write(noise(1_000_000))
    throw new Error('the source broke off')
  })
  await expect(broken).rejects.toThrow('the source broke off')
  expect(output.destroyed).toBe(true)
})

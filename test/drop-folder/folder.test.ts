/** The folder itself: taken away and put back, without events, and how soon a file in it is picked up. */

import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { answeredSoon, pickUp, withSite } from './answered.ts'
import { phones, requestFor, type Site } from './site.ts'
import { openUploader, type Uploader } from './uploading.ts'

let server: SftpServer
let sender: Uploader

beforeAll(async () => {
  server = await startSftpServer()
  sender = await openUploader(server)
})

afterAll(async () => {
  await sender.close()
  await server.stop()
})

const requestNames = (count: number, what: string) =>
  Array.from({ length: count }, (_, n) => `forget-25052018-${what}-${n}.json`)

describe.concurrent('a folder', () => {
  test('that is removed and made anew, again and again', async () => {
    await withSite(server, { name: 'removed' }, async (site) => {
      for (const [n, phone] of phones.slice(0, 3).entries()) {
        rmSync(site.inbox, { recursive: true })
        await toldAway(site, n + 1)
        mkdirSync(site.inbox, { mode: 0o777 })
        await answeredSoon(site, `forget-25052018-${n}.json`, requestFor(phone))
      }
    })
  })

  test('that another one takes the place of, in an instant', async () => {
    await withSite(server, { name: 'replaced' }, async (site) => {
      for (const [n, phone] of phones.slice(0, 3).entries()) {
        mkdirSync(`${site.inbox}.new`, { mode: 0o777 })
        renameSync(site.inbox, `${site.inbox}.${n}`)
        renameSync(`${site.inbox}.new`, site.inbox)
        await answeredSoon(site, `forget-25052018-${n}.json`, requestFor(phone))
        rmSync(`${site.inbox}.${n}`, { recursive: true })
      }
    })
  })

  test('that sends no events is polled', async () => {
    await withSite(server, { name: 'polled', settings: { polling: 'true' } }, async (site) => {
      const names = requestNames(20, 'polled')
      const contents = new Map(names.map((name, n) => [name, requestFor(phones[n] ?? '')]))
      await sender.putAll(site.inbox, contents)
      for (const [name, content] of contents) await site.expectOutcomes(name, { done: content })
      const second = requestFor(phones[50] ?? '')
      const [name = ''] = names
      await sender.put(join(site.inbox, name), second)
      await site.expectOutcomes(name, { done: contents.get(name) ?? '' }, { done: second })
      expect(pickUp(site, name)).toBeLessThan(8000)
    })
  })
})

test('what arrives by itself is picked up within seconds of its last byte', async () => {
  await withSite(server, { name: 'pick-up' }, async (site) => {
    const names = requestNames(120, 'one')
    const seconds: number[] = []
    for (let start = 0; start < names.length; start += 10) {
      const some = names.slice(start, start + 10)
      const contents = new Map(some.map((name, n) => [name, requestFor(phones[(start + n) % 100] ?? '')]))
      await sender.putAll(site.inbox, contents)
      for (const [name, content] of contents) await site.expectOutcomes(name, { done: content })
      seconds.push(...some.map((name) => pickUp(site, name) / 1000))
    }
    seconds.sort((a, b) => a - b)
    const at = (share: number) => seconds[Math.ceil(share * seconds.length) - 1] ?? Infinity
    const said = [0.5, 0.9, 0.99, 1].map((share) => `${share * 100} %: ${at(share).toFixed(3)} s`)
    process.stdout.write(`pick-up of ${seconds.length} files, beyond the settle time: ${said.join(', ')}\n`)
    expect(at(0.99)).toBeLessThan(5)
    expect(seconds[0]).toBeGreaterThanOrEqual(0)
  })
})

async function toldAway(site: Site, times: number): Promise<void> {
  await vi.waitFor(
    () => {
      const told = site.watching.log().filter(({ msg }) => msg === 'input folder is not there')
      expect(told).toHaveLength(times)
    },
    { timeout: 20_000, interval: 20 },
  )
}

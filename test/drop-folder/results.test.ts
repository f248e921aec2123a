/** Where answers cannot be written: it is said, nothing is lost, and the answer comes once when it can be written. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { withSmallDisk } from './mounting.ts'
import { openSite, phones, requestFor, type Site } from './site.ts'
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

const [phone = '', other = ''] = phones
const content = requestFor(phone)
const name = 'forget-25052018-case.json'

/** Every two seconds, so that what failed is tried again within the test. */
async function withResults(site: string, work: (site: Site) => Promise<void>): Promise<void> {
  const opened = await openSite(server, { name: site, layout: 'submit-result', schedule: '*/2 * * * * *' })
  try {
    await work(opened)
  } finally {
    await opened.close()
  }
}

const failedFirst = async (site: Site, reason: string): Promise<void> => {
  await vi.waitFor(
    () => {
      expect(site.watching.filesNamed(name)[0]).toMatchObject({
        outcome: 'failed',
        reason: expect.stringContaining(reason),
      })
    },
    { timeout: 20_000, interval: 20 },
  )
}

const doneLast = async (site: Site): Promise<void> => {
  await vi.waitFor(
    () => {
      expect(site.watching.filesNamed(name).at(-1)).toMatchObject({ outcome: 'done' })
    },
    { timeout: 30_000, interval: 20 },
  )
  expect(site.answer(name)).toMatchObject({ run: { outcome: 'done' }, responses: ['SUCCESS'] })
  expect(site.watching.filesNamed(name).filter(({ outcome }) => outcome === 'done')).toHaveLength(1)
  expect(readdirSync(site.results).filter((each) => each.startsWith('.lethe-'))).toEqual([])
}

describe.concurrent('the folder of the answers', () => {
  test('is a link: nothing is written where it leads, until it is a folder', async () => {
    await withResults('results-link', async (site) => {
      const outside = join(site.directory, '..', 'outside')
      mkdirSync(outside)
      writeFileSync(join(outside, '.lethe-abc.tmp'), 'must stay')
      symlinkSync(outside, site.results)
      await sender.put(join(site.inbox, name), content)
      await site.keep(join(site.inbox, name))
      await failedFirst(site, 'is not a folder')
      expect(readdirSync(outside)).toEqual(['.lethe-abc.tmp'])
      unlinkSync(site.results)
      await doneLast(site)
      expect(readdirSync(outside)).toEqual(['.lethe-abc.tmp'])
    })
  })

  test('may not be written, until it may', async () => {
    await withResults('results-read-only', async (site) => {
      mkdirSync(site.results, { mode: 0o555 })
      await sender.put(join(site.inbox, name), content)
      await site.keep(join(site.inbox, name))
      await failedFirst(site, 'EACCES')
      chmodSync(site.results, 0o755)
      await doneLast(site)
    })
  })

  test('is full, until there is room', async () => {
    await withResults('results-full', async (site) => {
      mkdirSync(site.results)
      await withSmallDisk(site.results, async () => {
        fill(join(site.results, 'filler'))
        await sender.put(join(site.inbox, name), content)
        await site.keep(join(site.inbox, name))
        await sender.put(join(site.inbox, 'export-25052018-case.json'), requestFor(other))
        await failedFirst(site, 'ENOSPC')
        expect(existsSync(join(site.results, 'forget-25052018-case-execution-log.json'))).toBe(false)
        rmSync(join(site.results, 'filler'))
        await doneLast(site)
      })
    })
  })
})

test('the folder of the requests is a link: nothing of what it leads to is taken', async () => {
  await withResults('submit-link', async (site) => {
    const outside = join(site.directory, '..', 'outside')
    renameSync(site.inbox, outside)
    symlinkSync(outside, site.inbox)
    writeFileSync(join(outside, name), content)
    await vi.waitFor(
      () => {
        expect(site.watching.log()).toContainEqual(
          expect.objectContaining({
            msg: 'pass failed',
            reason: expect.stringContaining('the input folder is not a folder'),
          }),
        )
      },
      { timeout: 20_000, interval: 20 },
    )
    expect(site.isForgotten(phone)).toBe(false)
    unlinkSync(site.inbox)
    renameSync(outside, site.inbox)
    await doneLast(site)
  })
})

/** Until there is not a byte left, as a log that nobody rotates does. */
function fill(path: string): void {
  for (const size of [65_536, 4096, 512, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
}

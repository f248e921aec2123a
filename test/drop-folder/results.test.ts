/** Where answers cannot be written: it is said, nothing is lost, and the answer comes once when it can be written. */

import { chmodSync, mkdirSync, readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { doneLast, failedFirst, withSite } from './answered.ts'
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

const [phone = ''] = phones
const content = requestFor(phone)
const name = 'forget-25052018-case.json'

/** Every two seconds, so that what failed is tried again within the test. */
const withResults = (site: string, work: (site: Site) => Promise<void>) =>
  withSite(server, { name: site, layout: 'submit-result', schedule: '*/2 * * * * *' }, work)

describe.concurrent('the folder of the answers', () => {
  test('is a link: nothing is written where it leads, until it is a folder', async () => {
    await withResults('results-link', async (site) => {
      const outside = join(site.directory, '..', 'outside')
      mkdirSync(outside)
      writeFileSync(join(outside, '.lethe-abc.tmp'), 'must stay')
      symlinkSync(outside, site.results)
      await sender.put(join(site.inbox, name), content)
      await site.keep(join(site.inbox, name))
      await failedFirst(site, name, 'is not a folder')
      expect(readdirSync(outside)).toEqual(['.lethe-abc.tmp'])
      unlinkSync(site.results)
      await doneLast(site, name)
      expect(readdirSync(outside)).toEqual(['.lethe-abc.tmp'])
    })
  })

  test('may not be written, until it may', async () => {
    await withResults('results-read-only', async (site) => {
      mkdirSync(site.results, { mode: 0o555 })
      await sender.put(join(site.inbox, name), content)
      await site.keep(join(site.inbox, name))
      await failedFirst(site, name, 'EACCES')
      chmodSync(site.results, 0o755)
      await doneLast(site, name)
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
    await doneLast(site, name)
  })
})

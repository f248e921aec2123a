/** Disks that come, go and are full. They are mounted, which needs root: `npm run test:drop-folder`. */

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { answeredSoon, doneLast, failedFirst, withSite } from './answered.ts'
import { mountDisk, unmountDisk, withSmallDisk } from './mounting.ts'
import { phones, requestFor } from './site.ts'
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

describe.concurrent('a disk', () => {
  test.each(['true', 'false'])('is mounted over the watched folder, and unmounted (polling: %s)', async (polling) => {
    await withSite(server, { name: `mounted-${polling}`, settings: { polling } }, async (site) => {
      const [first = '', second = '', third = ''] = phones
      await answeredSoon(site, 'forget-25052018-below.json', requestFor(first))
      await mountDisk(site.inbox)
      try {
        await answeredSoon(site, 'forget-25052018-on-it.json', requestFor(second))
      } finally {
        await unmountDisk(site.inbox)
      }
      await answeredSoon(site, 'forget-25052018-below-again.json', requestFor(third))
    })
  })

  test('for the answers is full, until there is room', async () => {
    await withSite(
      server,
      { name: 'results-full', layout: 'submit-result', schedule: '*/2 * * * * *' },
      async (site) => {
        mkdirSync(site.results)
        await withSmallDisk(site.results, async () => {
          fill(join(site.results, 'filler'))
          await sender.put(join(site.inbox, name), content)
          await site.keep(join(site.inbox, name))
          await sender.put(join(site.inbox, 'export-25052018-case.json'), requestFor(other))
          await failedFirst(site, name, 'ENOSPC')
          expect(existsSync(join(site.results, 'forget-25052018-case-execution-log.json'))).toBe(false)
          rmSync(join(site.results, 'filler'))
          await doneLast(site, name)
        })
      },
    )
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

/** What several of these tests ask of a site: how soon it answered, and that it answered once after it had failed. */

import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, vi } from 'vitest'

import type { SftpServer } from '../support/sftp-server.ts'
import { openSite, settleMs, type Site, type SiteOptions } from './site.ts'

export async function withSite(
  server: SftpServer,
  options: SiteOptions,
  work: (site: Site) => Promise<void>,
): Promise<void> {
  const site = await openSite(server, options)
  try {
    await work(site)
  } finally {
    await site.close()
  }
}

/** Milliseconds from the last byte, by the times of the files themselves, beyond the time that a file must rest. */
export function pickUp(site: Site, name: string): number {
  const path = join(site.inbox, name)
  const answer = path.replace(/\.json$/, '-execution-log.json')
  return statSync(answer).mtimeMs - statSync(path).mtimeMs - settleMs
}

/** Far sooner than the regular look, which comes every half minute. */
export async function answeredSoon(site: Site, name: string, content: string): Promise<void> {
  writeFileSync(join(site.inbox, name), content)
  await site.expectOutcomes(name, { done: content })
  expect(pickUp(site, name)).toBeLessThan(8000)
}

export async function failedFirst(site: Site, name: string, reason: string): Promise<void> {
  await vi.waitFor(
    () => {
      expect(site.watching.filesNamed(name)[0]).toMatchObject({
        outcome: 'failed',
        reason: expect.stringContaining(reason),
      })
    },
    { timeout: 30_000, interval: 20 },
  )
}

export async function doneLast(site: Site, name: string): Promise<void> {
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

/** What was opened is closed in reverse order, once, and the first error is the one that is told. */

import { expect, test } from 'vitest'

import { withReleases } from '../../src/app/release.ts'
import { silentLog } from '../support/silent-log.ts'

test('the latest is released first', async () => {
  const order: string[] = []
  const result = await withReleases(silentLog, async ({ add }) => {
    add(async () => void order.push('first'))
    add(async () => void order.push('second'))
    return 'result'
  })
  expect([result, ...order]).toEqual(['result', 'second', 'first'])
})

test('the error of the work wins over that of a release, and everything is released', async () => {
  const released: string[] = []
  const work = withReleases(silentLog, async ({ add }) => {
    add(async () => void released.push('first'))
    add(() => Promise.reject(new Error('of the release')))
    throw new Error('of the work')
  })
  await expect(work).rejects.toThrow('of the work')
  expect(released).toEqual(['first'])
})

test('a release that fails alone is told', async () => {
  const work = withReleases(silentLog, async ({ add }) => {
    add(() => Promise.reject(new Error('of the release')))
  })
  await expect(work).rejects.toThrow('of the release')
})

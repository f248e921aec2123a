/** What is known of a folder's files from look to look: how little is looked at again, and that no change is missed. */

import { rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openDocuments } from '../../../src/stages/validation/documents.ts'
import { watchArrivals } from '../../../src/app/pass/arrivals.ts'
import type { Arrivals } from '../../../src/app/context.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { tenant } from '../../support/tenant-context.ts'
import { withFolder } from '../../support/databases.ts'

const name = 'forget-25052018-a.json'
const request = (phone: string) => JSON.stringify({ caseid: '1', consumers: [{ consumer: [{ phone }] }] })

interface Watched {
  readonly path: string
  readonly arrivals: Arrivals
  /** Takes what there is and answers it; returns the names. */
  readonly round: () => Promise<readonly string[]>
  readonly wait: (milliseconds: number) => void
}

/** A tenant's folder with one file in it, answered, looked at so often that it is trusted. */
function withArrivals(isHinted: boolean, work: (watched: Watched) => Promise<void>): Promise<void> {
  return withFolder(async (directory) => {
    let passed = 0
    const clock: Clock = { ...systemClock, elapsed: () => passed }
    const limits = { settleMs: 0, patienceMs: 0, maxRequestBytes: 10_000 }
    const arrivals = watchArrivals({
      tenant: { ...tenant, directory },
      documents: openDocuments(systemClock),
      limits,
      clock,
      waiting: async () => [],
      wait: false,
      isHinted,
      only: null,
    })
    const answered = new Set<string>()
    const round = async () => {
      const names: string[] = []
      const ask = async (file: string, hash: string) => (answered.has(file + hash) ? 'answered' : 'new')
      for await (const { file } of arrivals.take('forget', ask, new AbortController().signal)) {
        answered.add(file.name + file.sha256)
        names.push(file.name)
      }
      return names
    }
    const path = join(directory, name)
    await writeFile(path, request('7815550101'))
    expect(await round()).toEqual([name])
    for (let n = 0; n < 3; n += 1) expect(await round()).toEqual([])
    await work({ path, arrivals, round, wait: (milliseconds) => (passed += milliseconds) })
  })
}

test('an answered file is not looked at again before a hint names it', async () => {
  await withArrivals(true, async ({ path, arrivals, round }) => {
    await writeFile(path, request('7815550102'))
    expect(await round()).toEqual([])
    arrivals.hint('forget-25052018-other.json')
    expect(await round()).toEqual([])
    arrivals.hint(name)
    expect(await round()).toEqual([name])
  })
})

test('a hint that nobody knows the name of concerns every file', async () => {
  await withArrivals(true, async ({ path, arrivals, round }) => {
    await writeFile(path, request('7815550102'))
    arrivals.hint(null)
    expect(await round()).toEqual([name])
  })
})

test('a hint that got lost is made up for within half a minute', async () => {
  await withArrivals(true, async ({ path, round, wait }) => {
    await writeFile(path, request('7815550102'))
    wait(29_000)
    expect(await round()).toEqual([])
    wait(1000)
    expect(await round()).toEqual([name])
  })
})

test('what changes without a change of content or time of its own is still answered once', async () => {
  await withArrivals(true, async ({ path, arrivals, round }) => {
    await utimes(path, 0, 0)
    arrivals.hint(name)
    expect(await round()).toEqual([])
    await writeFile(path, request('7815550102'))
    arrivals.hint(name)
    expect(await round()).toEqual([name])
  })
})

test('a changed file stays in view for the rounds over the other action', async () => {
  await withArrivals(true, async ({ path, arrivals, round }) => {
    await writeFile(path, request('7815550102'))
    arrivals.hint(name)
    for await (const _ of arrivals.take('export', async () => 'new', new AbortController().signal)) expect.fail()
    expect(await round()).toEqual([name])
  })
})

test('what takes the place of an answered file is looked at, and the file again when it is back', async () => {
  await withArrivals(true, async ({ path, arrivals, round }) => {
    await rename(path, `${path}.away`)
    await symlink(`${path}.away`, path)
    arrivals.hint(name)
    expect(await round()).toEqual([])
    await rm(path)
    await writeFile(path, request('7815550102'))
    arrivals.hint(name)
    expect(await round()).toEqual([name])
  })
})

test('without hints every file is looked at each time', async () => {
  await withArrivals(false, async ({ path, round }) => {
    await writeFile(path, request('7815550102'))
    expect(await round()).toEqual([name])
  })
})

/** One pass over the folder that is not followed by another, by a clock that rings early by up to 10 ms. */
async function takeOnce(directory: string, signal = new AbortController().signal) {
  let passed = 0
  const slept: number[] = []
  const sleep: Clock['sleep'] = async (milliseconds, stop) => {
    stop?.throwIfAborted()
    slept.push(milliseconds)
    passed += milliseconds - 10
  }
  const arrivals = watchArrivals({
    tenant: { ...tenant, directory },
    documents: openDocuments(systemClock),
    limits: { settleMs: 2000, patienceMs: 0, maxRequestBytes: 10_000 },
    clock: { ...systemClock, elapsed: () => passed, sleep },
    waiting: async () => [],
    wait: true,
    only: null,
  })
  const names: string[] = []
  for await (const { file } of arrivals.take('forget', async () => 'new', signal)) names.push(file.name)
  return { names, slept }
}

test('a single pass waits once for all uploads to settle, and long enough where a timer rings early', async () => {
  await withFolder(async (directory) => {
    const names = [name, name.replace('-a', '-b')]
    for (const each of names) await writeFile(join(directory, each), request('7815550101'))
    expect(await takeOnce(directory)).toEqual({ names, slept: [2010] })
  })
})

test('a single pass over an empty folder waits for nothing, and ends when it is told to stop', async () => {
  await withFolder(async (directory) => {
    expect(await takeOnce(directory)).toEqual({ names: [], slept: [] })
    await writeFile(join(directory, name), request('7815550101'))
    await expect(takeOnce(directory, AbortSignal.abort())).rejects.toThrow(/abort/i)
  })
})

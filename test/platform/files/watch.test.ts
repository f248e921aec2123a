/** The watch over a folder: names of what happens in it, at a cost that does not grow with what stands there. */

import fs from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

import { expect, onTestFinished, test, vi } from 'vitest'

import { watchFolder, type FolderWatch } from '../../../src/platform/files/watch.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { withFolder } from '../../support/databases.ts'

interface Watched {
  readonly watch: FolderWatch
  /** Of the hints, in their order. */
  readonly names: (string | null)[]
}

async function watching(folder: string, work: (watched: Watched) => Promise<void>): Promise<void> {
  const names: (string | null)[] = []
  const concerns = (name: string) => name.endsWith('.json')
  const watch = watchFolder({ folder, concerns, onHint: (name) => names.push(name) }, systemClock)
  try {
    expect(await watch.renew()).toBe(true)
    await vi.waitFor(() => {
      expect(names).toEqual([null])
    })
    names.length = 0
    await work({ watch, names })
  } finally {
    watch.close()
  }
}

const hinted = (names: readonly (string | null)[], name: string | null) =>
  vi.waitFor(
    () => {
      expect(names).toContain(name)
    },
    { timeout: 10_000 },
  )

test('hints name what was added, changed and removed, and leave out what is nobody’s concern', async () => {
  await withFolder(async (folder) => {
    await watching(folder, async ({ names }) => {
      await writeFile(join(folder, 'other.txt'), '')
      await writeFile(join(folder, 'a.json'), '')
      await rename(join(folder, 'a.json'), join(folder, 'b.json'))
      await hinted(names, 'b.json')
      expect(new Set(names)).toEqual(new Set(['a.json', 'b.json']))
    })
  })
})

test('no file in the folder is looked at, neither at the start nor when something happens', async () => {
  await withFolder(async (folder) => {
    for (let n = 0; n < 50; n += 1) await writeFile(join(folder, `${n}.json`), '')
    const looks = watchLooks()
    await watching(folder, async ({ names }) => {
      await writeFile(join(folder, 'a.json'), '')
      await hinted(names, 'a.json')
      await writeFile(join(folder, 'b.json'), '')
      await hinted(names, 'b.json')
    })
    expect(looks()).toBe(0)
  })
})

test('a folder that takes the place of the watched one is watched instead', async () => {
  await withFolder(async (parent) => {
    const folder = join(parent, 'inbox')
    await mkdir(folder)
    await watching(folder, async ({ watch, names }) => {
      await rename(folder, join(parent, 'old'))
      await hinted(names, null)
      expect(await watch.renew()).toBe(false)
      await mkdir(folder)
      expect(await watch.renew()).toBe(true)
      await writeFile(join(folder, 'a.json'), '')
      await hinted(names, null)
    })
  })
})

/** Listings, and looks at single files, from now on until the test is over; also those of the library. */
function watchLooks(): () => number {
  const spies = [vi.spyOn(fs.promises, 'readdir'), vi.spyOn(fs.promises, 'lstat')]
  syncBuiltinESMExports()
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore()
    syncBuiltinESMExports()
  })
  return () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
}

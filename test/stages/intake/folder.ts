/** A folder of its own for each test, and a clock that the test moves. */

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

import type { Folder } from '../../../src/platform/files/folder.ts'
import type { Clock } from '../../../src/platform/time/clock.ts'
import { openInput, type Layout } from '../../../src/stages/intake/input-folder.ts'

export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-intake-')))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Held open until the test is over. */
export async function opened(directory: string, layout: Layout = 'shared'): Promise<Folder> {
  const folder = await openInput({ directory, layout })
  onTestFinished(() => folder.close())
  return folder
}

/** Time passes only by sleeping; `during` runs while it does. */
export function steppedClock(during: () => void = () => {}): Clock & { readonly slept: readonly number[] } {
  let now = Date.UTC(2018, 4, 25)
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(now),
    epochSeconds: () => Math.floor(now / 1000),
    elapsed: () => now,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted()
      slept.push(milliseconds)
      now += milliseconds
      during()
    },
  }
}

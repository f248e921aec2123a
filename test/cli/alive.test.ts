/** `lethe alive` says whether a daemon gives signs of life, and looks at nothing else. */

import { readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { startLethe } from '../support/lethe-process.ts'
import { lethe } from './in-process.ts'
import { sandbox } from './sandbox.ts'
import { linesOf } from './support.ts'

test('a daemon is alive from its start to its end, and dead when it stands still', async () => {
  const folder = sandbox()
  const before = await lethe(folder, ['alive'])
  expect([before.code, linesOf(before)]).toEqual([1, [{ event: 'alive', alive: false, seconds: null }]])
  const daemon = startLethe(folder, ['watch'])
  try {
    await daemon.says('"watching"')
    const alive = await lethe(folder, ['alive'])
    expect([alive.code, linesOf(alive)]).toMatchObject([0, [{ event: 'alive', alive: true }]])
    const [sign = ''] = readdirSync(join(folder, 'lethe-state')).filter((name) => name.startsWith('alive-'))
    utimesSync(join(folder, 'lethe-state', sign), 0, 0)
    const still = await lethe(folder, ['alive', '--text'])
    expect([still.code, still.out]).toEqual([1, expect.stringMatching(/^no sign of life: the latest is \d+ s old\n$/)])
  } finally {
    daemon.kill()
  }
  await daemon.ended
})

test('a daemon that was stopped leaves no sign', async () => {
  const folder = sandbox()
  const stop = new AbortController()
  const onOut = (text: string) => {
    if (text.includes('"watching"')) stop.abort()
  }
  expect((await lethe(folder, ['watch'], { signal: stop.signal, onOut })).code).toBe(0)
  expect((await lethe(folder, ['alive'])).code).toBe(1)
  expect(readdirSync(join(folder, 'lethe-state')).filter((name) => name.startsWith('alive-'))).toEqual([])
})

test('a database that is away is no reason to take the daemon for dead', async () => {
  const folder = sandbox()
  const daemon = startLethe(folder, ['watch'])
  try {
    await daemon.says('"watching"')
    rmSync(join(folder, 'crm.db'))
    expect((await lethe(folder, ['alive'])).code).toBe(0)
  } finally {
    daemon.kill()
  }
  await daemon.ended
})

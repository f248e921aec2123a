/** Uploads are waited for, and what is handed on is what was hashed. */

import {
  appendFileSync,
  linkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { listRequests } from '../../../src/stages/intake/listing.ts'
import { lookAt, type Look } from '../../../src/stages/intake/settle.ts'

import { openDocuments } from '../../../src/stages/validation/documents.ts'
import { makeFolder, opened, steppedClock } from './folder.ts'

const limits = { settleMs: 2000, patienceMs: 0, maxRequestBytes: 4096, isJson: openDocuments(systemClock).isJson }
const document = '{"consumers":[{"consumer":[{"email":"jane@example.com"}]}]}'

/** What the second look says of each file, a rest after the first. */
async function settle(folder: string, clock: Clock): Promise<readonly Look[]> {
  const { candidates } = await listRequests(await opened(folder), limits.maxRequestBytes)
  const first = await Promise.all(candidates.map((candidate) => lookAt(candidate, null, clock, limits)))
  await clock.sleep(limits.settleMs)
  const seen = first.map((look) => ('observation' in look ? look.observation : null))
  return Promise.all(candidates.map((candidate, n) => lookAt(candidate, seen[n] ?? null, clock, limits)))
}

function write(folder: string, text: string): string {
  const path = join(folder, 'forget-25052018.json')
  writeFileSync(path, text)
  return path
}

describe('settling', () => {
  it('hands on the bytes of a complete file with their hash', async () => {
    const folder = makeFolder()
    write(folder, document)
    writeFileSync(join(folder, 'export-25052018.json'), '{')
    const looks = await settle(folder, steppedClock())
    expect(looks.map(({ kind }) => kind)).toEqual(['broken', 'complete'])
    const [, complete] = looks
    if (complete?.kind !== 'complete') throw new Error('not complete')
    expect(Buffer.from(complete.file.bytes).toString()).toBe(document)
    expect(complete.file.sha256).toBe(sha256(document))
  })

  it.each([
    [
      'is still growing',
      (path: string) => {
        appendFileSync(path, ' ')
      },
    ],
    [
      'was overwritten with as many bytes',
      (path: string) => {
        writeFileSync(path, document.replace('jane', 'john'))
      },
    ],
    [
      'was touched',
      (path: string) => {
        utimesSync(path, 1, 1)
      },
    ],
  ])('leaves a file to the next pass that %s', async (_, change) => {
    const folder = makeFolder()
    const path = write(folder, document)
    const looks = await settle(
      folder,
      steppedClock(() => {
        change(path)
      }),
    )
    expect(looks.map(({ kind }) => kind)).toEqual(['waiting'])
  })

  it('does not follow a link that took the place of a file', async () => {
    const folder = makeFolder()
    const path = write(folder, document)
    const secret = join(folder, 'secret')
    writeFileSync(secret, document)
    const clock = steppedClock(() => {
      unlinkSync(path)
      symlinkSync(secret, path)
    })
    expect(await settle(folder, clock)).toMatchObject([{ kind: 'refused', entry: { problem: { rule: 'not-a-file' } } }])
  })

  it('refuses a hard link that stays one, and waits for one that goes', async () => {
    const folder = makeFolder()
    const path = write(folder, document)
    const part = join(folder, 'upload.part')
    linkSync(path, part)
    expect(await settle(folder, steppedClock())).toMatchObject([{ kind: 'refused' }])
    const clock = steppedClock(() => {
      rmSync(part, { force: true })
    })
    expect(await settle(folder, clock)).toMatchObject([{ kind: 'waiting' }])
    expect(await settle(folder, clock)).toMatchObject([{ kind: 'complete' }])
  })

  it('refuses a terabyte of nothing without reading it', async () => {
    const folder = makeFolder()
    truncateSync(write(folder, document), 2 ** 40)
    expect(await settle(folder, steppedClock())).toMatchObject([
      { kind: 'refused', entry: { problem: { rule: 'too-large' } } },
    ])
  })

  it('sees other content of the same size and time, and goes by no clock that can be set', async () => {
    const folder = makeFolder()
    const path = write(folder, document)
    const time = new Date('2018-05-25T10:00:00Z')
    utimesSync(path, time, time)
    const [candidate] = (await listRequests(await opened(folder), limits.maxRequestBytes)).candidates
    if (candidate === undefined) throw new Error('no candidate')
    let elapsed = 0
    let now = Date.UTC(2018, 4, 25)
    const clock: Clock = { ...steppedClock(), now: () => new Date(now), elapsed: () => elapsed }
    let look = await lookAt(candidate, null, clock, limits)
    const after = async (milliseconds: number, leap: number): Promise<string> => {
      elapsed += milliseconds
      now += leap
      look = await lookAt(candidate, look.kind === 'gone' ? null : look.observation, clock, limits)
      return look.kind
    }
    expect(await after(limits.settleMs - 1, 86_400_000)).toBe('waiting')
    write(folder, document.replace('jane', 'june'))
    utimesSync(path, time, time)
    expect(await after(1, -86_400_000)).toBe('waiting')
    expect(await after(limits.settleMs - 1, -86_400_000)).toBe('waiting')
    expect(await after(1, 0)).toBe('complete')
  })

  it('tells of a file that is gone, and of one that grew too large', async () => {
    const folder = makeFolder()
    const path = write(folder, document)
    const vanishing = steppedClock(() => {
      rmSync(path)
    })
    expect(await settle(folder, vanishing)).toMatchObject([{ kind: 'gone' }])
    write(folder, document)
    const growing = steppedClock(() => {
      appendFileSync(path, ' '.repeat(5000))
    })
    // It may go on growing.
    expect(await settle(folder, growing)).toMatchObject([{ kind: 'waiting' }])
    expect(await settle(folder, steppedClock())).toMatchObject([
      { kind: 'refused', entry: { problem: { rule: 'too-large' } } },
    ])
  })
})

describe('watching', () => {
  it('waits out a stalled upload and takes it when the rest arrives', async () => {
    const folder = makeFolder()
    const path = write(folder, document.slice(0, 20))
    const { candidates } = await listRequests(await opened(folder), limits.maxRequestBytes)
    const [candidate] = candidates
    if (candidate === undefined) throw new Error('no candidate')
    const clock = steppedClock()
    const patient = { ...limits, patienceMs: 60_000 }
    let look = await lookAt(candidate, null, clock, patient)
    const next = async () => {
      await clock.sleep(10_000)
      look = await lookAt(candidate, 'observation' in look ? look.observation : null, clock, patient)
      return look.kind
    }
    expect([await next(), await next()]).toEqual(['waiting', 'waiting'])
    appendFileSync(path, document.slice(20))
    expect([await next(), await next()]).toEqual(['waiting', 'complete'])
  })
})

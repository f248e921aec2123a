/** Messages that are long, or cut by the pieces a log is read in: their keys are masked, or the search says it cannot. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { StepFailed } from '../../../src/domain/errors.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-long-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])

/** How a text gets into a file, and out of it again. */
const kinds = {
  plain: { name: 'a.log', write: (text: string) => Buffer.from(text), read: (bytes: Buffer) => bytes.toString() },
  gzip: {
    name: 'a.log.gz',
    write: (text: string) => gzipSync(text),
    read: (bytes: Buffer) => gunzipSync(bytes).toString(),
  },
  utf16: {
    name: 'a.log',
    write: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    read: (bytes: Buffer) => bytes.toString('utf16le').slice(1),
  },
  'utf16 in gzip': {
    name: 'a.log.gz',
    write: (text: string) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')),
    read: (bytes: Buffer) => gunzipSync(bytes).toString('utf16le').slice(1),
  },
} as const
type Kind = keyof typeof kinds
const all: readonly Kind[] = ['plain', 'gzip', 'utf16', 'utf16 in gzip']

/** The text after everybody's forgetting; nothing may be left. */
async function forgotten(kind: Kind, text: string, settings: Partial<LogFilesSettings>): Promise<string> {
  const { name, write, read } = kinds[kind]
  writeFileSync(join(folder, name), write(text))
  const session = openSession(readSettings({ paths: [join(folder, '*')], threads: 1, assumeClosed: true, ...settings }))
  const findings = await findingsOf(session.find([ann], runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  return read(readFileSync(join(folder, name)))
}

/** Long texts are compared without being shown. */
function same(text: string, expected: string): void {
  expect([text === expected, text.slice(0, 60), text.slice(-60)]).toEqual([
    true,
    expected.slice(0, 60),
    expected.slice(-60),
  ])
}

const line = `${'x'.repeat(99)}\n`
const call = "10:00:00 message EventRinging\n\tAttributeANI\t'7815550123'\n"
const named = "\tName\t'Ada Sample'\n"
const hidden = { call: call.replace('7815550123', '**********'), named: named.replace('Ada Sample', '**********') }

function others(bytes: number): string {
  return `\tOther\t'${'y'.repeat(88)}'\n`.repeat(bytes / 98)
}

describe.each(all)('%s', (kind) => {
  const keyed = { format: 't-server', keys: ['Name'] } as const

  it.each([500, 30_000, 60_000])(
    'masks keys of a message of 64 KiB, %i bytes before the end of a piece',
    async (before) => {
      for (const unit of [131_072, 163_840, 196_608, 262_144]) {
        const filler = line.repeat(Math.floor((unit - 4096 - before) / line.length))
        const rest = `${others(64_000)}@next\n${line.repeat(3000)}`
        same(
          await forgotten(kind, filler + call + others(64_000) + named + rest, keyed),
          filler + hidden.call + others(64_000) + hidden.named + rest,
        )
      }
    },
  )

  it('masks keys in front of the mention', async () => {
    const filler = line.repeat(2500)
    const text = `${filler}10:00:00 m\n${named}${others(64_000)}\tANI\t'7815550123'\n`
    same(
      await forgotten(kind, text, keyed),
      text.replace('7815550123', '**********').replace('Ada Sample', '**********'),
    )
  })

  it('reads the names of columns from the first line, however far away the first mention is', async () => {
    const rest = Array.from({ length: 60_000 }, (_, n) => `${n}\tNobody Here\tx\n`).join('')
    const text = `Id\tName\tPhone\n${rest}7\tAda Sample\t7815550123\n`
    same(
      await forgotten(kind, text, { format: 'delimited', keys: ['Name'] }),
      text.replace('7815550123', '**********').replace('Ada Sample', '**********'),
    )
  })
})

describe.each(['plain', 'utf16'] as const)('%s, readable at will', (kind) => {
  it('counts columns from the beginning of the line, a megabyte away', async () => {
    const text = `Id\tBlob\tName\tPhone\n1\t${'z'.repeat(700_000)}\tAda Sample\t7815550123\n`
    same(
      await forgotten(kind, text, { format: 'delimited', keys: ['Name'] }),
      text.replace('7815550123', '**********').replace('Ada Sample', '**********'),
    )
  })

  it('masks keys a megabyte behind the mention', async () => {
    const text = call + others(980_000) + named
    same(
      await forgotten(kind, text, { format: 't-server', keys: ['Name'] }),
      hidden.call + others(980_000) + hidden.named,
    )
  })
})

describe('a message that cannot be read as a whole', () => {
  const tooLong = /too long to tell its keys/
  const wide = (size: number): string => `Id\tName\tBlob\tPhone\n1\tAda Sample\t${'z'.repeat(size)}\t7815550123\n`

  it.each([
    ['plain', 17_000_000],
    ['gzip', 700_000],
    ['utf16 in gzip', 700_000],
  ] as const)('fails the search of a %s log instead of skipping keys', async (kind, size) => {
    const failure: unknown = await forgotten(kind, wide(size), { format: 'delimited', keys: ['Name'] }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'StepFailed', retryable: false } satisfies Partial<StepFailed>)
    expect(String(failure)).toMatch(tooLong)
    expect(kinds[kind].read(readFileSync(join(folder, kinds[kind].name))) === wide(size)).toBe(true)
  })

  it('does not matter without keys, nor when it mentions nobody', async () => {
    const text = wide(700_000)
    same(await forgotten('gzip', text, { format: 'delimited' }), text.replace('7815550123', '**********'))
    const short = text.replace('7815550123', 'nobody') + '2\tAda Sample\t\t7815550123\n'
    const expected = text.replace('7815550123', 'nobody') + '2\t**********\t\t**********\n'
    same(await forgotten('gzip', short, { format: 'delimited', keys: ['Name'] }), expected)
  })
})

it('takes a delimiter in quotes for a part of the name, as in the rows', async () => {
  const text = '"Region, Site","The ""Name""",Name,Phone\n"x, y",z,Ada Sample,7815550123\n'
  const settings = { format: 'delimited', delimiter: ',', keys: ['Name', 'Region, Site', 'The "Name"'] } as const
  expect(await forgotten('plain', text, settings)).toBe(
    '"Region, Site","The ""Name""",Name,Phone\n"****",*,**********,**********\n',
  )
})

describe('a line that mentions somebody two hundred thousand times', () => {
  const mentions = 200_000
  const ada = subject([['username', 'a']])

  it.each([
    ['of a text', { format: 'text' }],
    ['with keys', { format: 't-server', keys: ['NAME'] }],
  ] as const)('is found as a whole: %s', { timeout: 60_000 }, async (_what, settings) => {
    writeFileSync(join(folder, 'a.log'), `${'a '.repeat(mentions)}\n`)
    const paths = [join(folder, '*')]
    const session = openSession(readSettings({ paths, threads: 1, words: ['username'], ...settings }))
    let found = 0
    for (const { locator } of await findingsOf(session.find([ada], runContext()))) if (locator !== null) found += 1
    expect(found).toBe(mentions)
  })
})

/** The archive of an export: a folder per person, a CSV per table, and a manifest that proves it. */

import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ownerName } from '../../../src/domain/effect.ts'
import { StepFailed } from '../../../src/domain/errors.ts'
import { asRecorded, isBlob, type Owner } from '../../../src/domain/finding.ts'
import type { ExportRow } from '../../../src/domain/report.ts'
import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { writeExportArchive } from '../../../src/stages/delivery/deliver.ts'
import { readZip } from '../../support/read-zip.ts'

const fileName = 'export-20260101_case.json'
const about = {
  fileName,
  runId: 'run-1',
  sha256: sha256('the request file'),
  subjectKeys: ['3.consumer-1', '3.consumer-2', '3.employee-1'],
}

let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lethe-archive-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

const row = (over: Partial<ExportRow>): ExportRow => ({
  subjectKey: '3.consumer-1',
  product: 'info-mart',
  table: 'INTERACTION_FACT',
  column: 'SOURCE_ADDRESS',
  locator: '1001',
  value: '17815550100',
  consumerId: '+1 781 555 0100',
  ...over,
})

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

const sourceOf = (rows: () => AsyncIterable<ExportRow>) => ({ rows, read: () => each<Uint8Array>([]) })

async function archive(rows: Iterable<ExportRow>) {
  const { path } = await writeExportArchive(
    about,
    sourceOf(() => each(rows)),
    { directory, layout: 'shared', mode: 0o640 },
  )
  const files = await readZip(path)
  const manifest = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')
  return { path, files, manifest }
}

const cells = (file: Buffer | undefined) => parse(file ?? '', { record_delimiter: '\r\n' })

const people = [
  row({}),
  row({ locator: '1002', column: 'TARGET_ADDRESS' }),
  row({ table: 'CALLBACK_FACT', column: 'CUSTOMER_ANI', locator: '7', value: null }),
  row({ product: 'outbound', table: 'CL_SALES', column: 'EMAIL', locator: '5/0', value: 'jane@example.com' }),
  row({ subjectKey: '3.employee-1', table: 'RESOURCE_', column: 'AGENT_LAST_NAME', value: 'Doe', consumerId: 'jdoe' }),
]

describe('the archive', () => {
  it('stands under the name of the request, with the rights it was given', async () => {
    const { path } = await archive(people)
    expect(path).toBe(join(directory, 'export-20260101_case-archive.zip'))
    expect((await lstat(path)).mode & 0o777).toBe(0o640)
    expect(await readdir(directory)).toEqual(['export-20260101_case-archive.zip'])
  })

  it('has one folder a person and one CSV for each product and table, and the manifest last', async () => {
    const { files } = await archive(people)
    expect([...files.keys()]).toEqual([
      'consumer-1/info-mart/INTERACTION_FACT.csv',
      'consumer-1/info-mart/CALLBACK_FACT.csv',
      'consumer-1/outbound/CL_SALES.csv',
      'employee-1/info-mart/RESOURCE_.csv',
      'manifest.json',
    ])
  })

  it('gives every value with the identifier that led to it and the fact it comes from', async () => {
    const { files } = await archive(people)
    const header = ['identifier', 'column', 'fact_id', 'value']
    expect(cells(files.get('consumer-1/info-mart/INTERACTION_FACT.csv'))).toEqual([
      header,
      ['+1 781 555 0100', 'SOURCE_ADDRESS', '1001', '17815550100'],
      ['+1 781 555 0100', 'TARGET_ADDRESS', '1002', '17815550100'],
    ])
    expect(cells(files.get('consumer-1/info-mart/CALLBACK_FACT.csv'))).toEqual([
      header,
      ['+1 781 555 0100', 'CUSTOMER_ANI', '7', ''],
    ])
  })

  it('makes a cell inert that a spreadsheet would run', async () => {
    const { files } = await archive([row({ value: '=HYPERLINK("https://example.com","x")' })])
    const [, found] = cells(files.get('consumer-1/info-mart/INTERACTION_FACT.csv'))
    expect(found).toEqual(['+1 781 555 0100', 'SOURCE_ADDRESS', '1001', '\'=HYPERLINK("https://example.com","x")'])
  })

  it('keeps tables apart whose names unpack alike, and lets no name lead out of the folder', async () => {
    const names = ['../../x', '..\\..\\x', 'T', 't', 'a\u0000b']
    const { files, manifest } = await archive(names.map((table) => row({ table })))
    expect([...files.keys()].slice(0, -1)).toEqual([
      'consumer-1/info-mart/___.._x.csv',
      'consumer-1/info-mart/___.._x-2.csv',
      'consumer-1/info-mart/T.csv',
      'consumer-1/info-mart/t-2.csv',
      'consumer-1/info-mart/a_b.csv',
    ])
    expect(manifest.subjects[0].entries.map((entry: { table: string }) => entry.table)).toEqual(names)
  })

  it('is the same to the byte for the same rows', async () => {
    const first = await readFile((await archive(people)).path)
    const second = await readFile((await archive(people)).path)
    expect(first.equals(second)).toBe(true)
  })

  it('holds a table of a hundred thousand rows', async () => {
    const count = 100_000
    const rows = function* () {
      for (let number = 0; number < count; number += 1) yield row({ locator: String(number) })
    }
    const { files, manifest } = await archive(rows())
    const found = cells(files.get('consumer-1/info-mart/INTERACTION_FACT.csv'))
    expect(found).toHaveLength(count + 1)
    expect(found[count]?.[2]).toBe(String(count - 1))
    expect(manifest.subjects[0].rows).toBe(count)
  })
})

describe('the manifest', () => {
  it('proves each file: size, digest, rows and where they come from', async () => {
    const { files, manifest } = await archive(people)
    const entries = manifest.subjects.flatMap((subject: { entries: unknown[] }) => subject.entries)
    expect(entries).toHaveLength(4)
    for (const entry of entries) {
      const content = files.get(entry.path)
      expect(content).toHaveLength(entry.bytes)
      expect(sha256(content ?? '')).toBe(entry.sha256)
      expect(cells(content)).toHaveLength(Number(entry.rows) + 1)
    }
    expect(entries[2]).toMatchObject({ product: 'outbound', table: 'CL_SALES', rows: 1 })
  })

  it('names the run and the request file', async () => {
    const { manifest } = await archive(people)
    expect(manifest).toMatchObject({
      format: 'lethe-archive',
      version: 1,
      run: 'run-1',
      request: { sha256: about.sha256 },
    })
  })

  it('names everybody of the request, also whom nothing was found of', async () => {
    const { manifest } = await archive(people)
    expect(manifest.subjects.map(({ folder, rows }: { folder: string; rows: number }) => [folder, rows])).toEqual([
      ['consumer-1', 4],
      ['consumer-2', 0],
      ['employee-1', 1],
    ])
  })

  it('is alone in the archive when nothing was found at all', async () => {
    const { files, manifest } = await archive([])
    expect([...files.keys()]).toEqual(['manifest.json'])
    expect(manifest.subjects.every((subject: { rows: number }) => subject.rows === 0)).toBe(true)
  })
})

describe('an archive that cannot be finished', () => {
  it('leaves the one before as it was', async () => {
    const { path } = await archive(people)
    const before = await readFile(path)
    const rows = async function* () {
      yield row({ value: 'other' })
      throw new Error('the history broke off')
    }
    const place = { directory, layout: 'shared', mode: 0o640 } as const
    await expect(writeExportArchive(about, sourceOf(rows), place)).rejects.toThrow('the history broke off')
    expect(before.equals(await readFile(path))).toBe(true)
    expect(await readdir(directory)).toHaveLength(1)
  })

  it('never holds a row of somebody who is not in the request', async () => {
    await expect(archive([row({ subjectKey: '4.consumer-1' })])).rejects.toThrow('does not have')
    expect(await readdir(directory)).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  const content = { kind: 'blob', name: 'call.wav', mediaType: 'audio/wav', bytes: 3, sha256: sha256('abc') } as const
  const target = { table: 'RECORDINGS', column: 'AUDIO' }
  const ofOwner = (owner: Owner, locator = '1'): ExportRow => {
    const blob = asRecorded({ owner, target, locator, content })
    if (blob === null || !isBlob(blob)) throw new TypeError('no blob')
    return row({ ...target, locator, subjectKey: owner.subjectKey, consumerId: owner.consumerId, value: '', blob })
  }
  const [jane, joe] = ['3.consumer-1', '3.consumer-2'].map((subjectKey): Owner => {
    return { subjectKey, kind: 'phone', consumerId: '+1 781 555 0100' }
  })
  const janesOther = { subjectKey: '3.consumer-1', kind: 'email', consumerId: 'jane@example.com' } as const

  async function unreadOf(rows: readonly ExportRow[]) {
    const place = { directory, layout: 'shared', mode: 0o640 } as const
    const broken = async function* (): AsyncIterable<Uint8Array> {
      throw new StepFailed('connection', 'the store does not answer', { retryable: true })
    }
    const { unread } = await writeExportArchive(about, { rows: () => each(rows), read: broken }, place)
    return unread.map(({ blob }) => `${ownerName(blob.owner)} ${blob.locator}`)
  }

  it.each([
    ['is lacking in the answer of everybody who was led to it', [jane, joe]],
    ['is lacking in the answer of each identifier that led to it', [jane, janesOther]],
  ])('%s', async (_what, owners) => {
    const rows = owners.flatMap((owner) => (owner === undefined ? [] : [ofOwner(owner)]))
    expect(await unreadOf(rows)).toEqual(
      rows.map(({ blob }) => (blob === undefined ? '' : `${ownerName(blob.owner)} 1`)),
    )
  })

  it('is told once of whoever has it in several rows, and so are those that are not tried any more', async () => {
    const owner = jane ?? janesOther
    const rows = ['1', '1', '2', '3', '4', '5'].map((locator) => ofOwner(owner, locator))
    expect((await unreadOf(rows)).toSorted()).toEqual(['1', '2', '3', '4', '5'].map((n) => `${ownerName(owner)} ${n}`))
  })
})

/** Recordings, utterances, caches and temporary files of the voice platform: whose they are, by their names. */

import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { asRecorded, textOfContent } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { voicePlatform } from '../../../src/products/voice-platform/voice-platform.ts'
import { tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { withFolder } from '../../support/databases.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'

const parsed = parseIdentifier('phone', '+1 781 555 0101', { country: 'US', form: 'on-premises' })
const ada: readonly Subject[] = [
  { key: '1.consumer-1', type: 'consumer', identifiers: parsed.ok ? [parsed.identifier] : [], attachedKeys: [] },
]

const [own, other] = ['018401A9-100052D6', '018401A9-100052D7'] as const

/** Below the two folders: Ada's by session or number, and those of strangers. */
const hers = [
  'record/01/17815550101.wav',
  'record/018401a9-100052d6_1.wav',
  'record/20260102-018401A9-100052D6.wav',
  'record/781/555-01/20260102-018401A9-100052D6-2.wav',
  'record/9/781-555-0101_1.wav',
  'record/day/8000-7815550101-20260102.wav',
  'tmp/018401A9-100052D6.xml',
]
const strangers = [
  `record/${other}.wav`,
  'record/x018401A9-100052D6.wav',
  'record/day/8000-7815550102-20260102.wav',
  'record/17815550101234.wav',
  'record/781/5550101.wav',
  'record/1/781/555-0101.wav',
  'record/20260102-018401A9-100052D6B.wav',
  'record/018401A9-20260102-100052D6.wav',
  'tmp/readme.txt',
]

interface Opened {
  readonly folder: string
  readonly session: ProductSession
  readonly find: () => ReturnType<typeof findingsOf>
}

const [engine] = engines

async function withFiles(work: (opened: Opened) => Promise<void>, names = ['record', 'tmp']): Promise<void> {
  await withFolder(async (folder) => {
    for (const file of [...hers, ...strangers]) {
      mkdirSync(join(folder, file, '..'), { recursive: true })
      writeFileSync(join(folder, file), `sound of ${file}`)
    }
    await engine?.withDatabase(async (database) => {
      await createTables(database)
      const folders = names.map((name) => join(folder, name))
      const exclude = ['RM_CDR', 'CCP_CDR', 'MCP_CDR_EXT', 'CUSTOM_VARS', 'VAR_CDRS', 'EVENT_LOGS']
      const session = await voicePlatform.open({ database: 'rs', exclude, folders }, tenant, toolsFor(database))
      await work({ folder, session, find: () => findingsOf(session.find(ada, run())) })
    })
  })
}

async function createTables({ knex, refresh }: Database): Promise<void> {
  await knex.raw('create table MCP_CDR (session_ID varchar(64), REMOTE_URI varchar(255))')
  await knex.raw(
    `insert into MCP_CDR values ('${own}', 'sip:7815550101@10.0.0.1'), ('${other}', 'sip:7815550199@10.0.0.1')`,
  )
  refresh()
}

const inFolders = (findings: Awaited<ReturnType<Opened['find']>>) =>
  findings.filter(({ target, locator }) => target.column === 'FILE' && locator !== null)

test("files with the session of the person's call or with the number in their names are the person's, and no others", () =>
  withFiles(async ({ folder, session, find }) => {
    const files = inFolders(await find())
    expect(files.map(({ target, locator }) => `${target.table}/${locator}`).sort()).toEqual(hers)
    for (const finding of files) {
      const recorded = asRecorded(finding)
      if (recorded === null || session.read === undefined) throw new Error('nothing to read')
      const bytes: Uint8Array[] = []
      for await (const piece of session.read(recorded, run())) bytes.push(piece)
      expect(Buffer.concat(bytes).toString()).toBe(`sound of ${finding.target.table}/${finding.locator}`)
    }
    expect(strangers.every((file) => readFileSync(join(folder, file), 'utf8') === `sound of ${file}`)).toBe(true)
  }))

test('a forget removes them, as they were recorded, and verification looks for them', () =>
  withFiles(async ({ folder, session, find }) => {
    const findings = await find()
    expect((await session.verify(ada, recordedOf(findings), run())).length).toBeGreaterThan(2)
    expect(Object.keys(await fatesOf(session.erase(recordedOf(findings), run())))).toEqual(['erased'])
    expect(hers.filter((file) => existsSync(join(folder, file)))).toEqual([])
    expect(strangers.filter((file) => !existsSync(join(folder, file)))).toEqual([])
    expect(await session.verify(ada, recordedOf(findings), run())).toEqual([])
    expect(await fatesOf(session.erase(recordedOf(findings), { ...run(), again: true }))).toEqual({
      erased: hers.length + 1,
    })
  }))

test('a file that is another one by then stays, and its owner is told', () =>
  withFiles(async ({ folder, session, find }) => {
    const findings = await find()
    writeFileSync(join(folder, hers[0] ?? ''), 'something else')
    expect(await fatesOf(session.erase(recordedOf(findings), run()))).toEqual({ erased: hers.length, failed: 1 })
    expect(readFileSync(join(folder, hers[0] ?? ''), 'utf8')).toBe('something else')
  }))

test('links are never followed: not to a file, not to a folder, and not by a recorded path', () =>
  withFiles(async ({ folder, session, find }) => {
    mkdirSync(join(folder, 'elsewhere'))
    const victim = join(folder, `elsewhere/${own}.wav`)
    writeFileSync(victim, 'kept')
    symlinkSync(victim, join(folder, `record/${own}_2.wav`))
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'record/linked'))
    const findings = await find()
    expect(inFolders(findings)).toHaveLength(hers.length)
    // Between the search and the erasing somebody puts a link in the place of a folder.
    renameSync(join(folder, 'record/day'), join(folder, 'moved'))
    symlinkSync(join(folder, 'moved'), join(folder, 'record/day'))
    const away = findings.map((one) =>
      one.target.column === 'FILE' ? { ...one, locator: `../elsewhere/${own}.wav` } : one,
    )
    await fatesOf(session.erase(recordedOf(findings), run()))
    await fatesOf(session.erase(recordedOf(away), run()))
    expect(readFileSync(victim, 'utf8')).toBe('kept')
    expect(existsSync(join(folder, 'moved/8000-7815550101-20260102.wav'))).toBe(true)
  }))

test('a folder that is not there fails the product, and a look at it says which', () =>
  withFiles(
    async ({ session, find }) => {
      await expect(find()).rejects.toThrow('the folder `none` cannot be read')
      expect(await session.check('forget')).toMatchObject([{ severity: 'error', place: 'folders' }])
    },
    ['record', 'none'],
  ))

test('what is recorded of a file is its name, size and digest', () =>
  withFiles(async ({ find }) => {
    const first = inFolders(await find()).find(({ locator }) => locator === '018401a9-100052d6_1.wav')
    expect(first?.content).toMatchObject({
      kind: 'blob',
      mediaType: 'audio/wav',
      bytes: 39,
      name: '018401a9-100052d6_1.wav',
    })
    expect(textOfContent(first?.content ?? '')).not.toContain('sound')
  }))

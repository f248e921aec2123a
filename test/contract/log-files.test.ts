/** Log files under the contract: T-Server text with the corpus' people in it, UTF-8 and UTF-16. */

import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { logFiles } from '../../src/products/log-files/log-files.ts'
import { identityOf } from '../../src/platform/files/scan/file-on-disk.ts'
import { lineDigest } from '../../src/platform/files/scan/line-digest.ts'
import { writeLocator } from '../../src/products/log-files/locator.ts'
import { readsOf } from '../../src/platform/files/scan/window.ts'
import { withFolder } from '../support/databases.ts'
import { toolsFor } from '../support/tools.ts'
import { emails, phones, strangers, tenant } from './corpus.ts'
import { productContract } from './suite.ts'

type OwnerName = readonly [subject: string, identifier: string]

interface Line {
  readonly text: string
  /** What of it must be found, for whom, under which key. */
  readonly found: readonly { readonly value: string; readonly owners: readonly OwnerName[]; readonly column?: string }[]
}

interface WorldLog {
  readonly name: string
  readonly encoding: 'utf8' | 'utf16le'
  readonly lines: readonly Line[]
}

const ada: OwnerName = ['1.consumer-1', phones.ada]
const dan: readonly OwnerName[] = [
  ['2.consumer-1', phones.dan],
  ['2.consumer-1', phones.danAgain],
]
const shared: readonly OwnerName[] = [
  ['2.consumer-2', phones.shared],
  ['2.consumer-3', phones.shared],
]

function strange(text: string): Line {
  return { text, found: [] }
}

const main: WorldLog = {
  name: 'ocs/main.log',
  encoding: 'utf8',
  lines: [
    strange('@10:15:30.1230 [0] message EventRinging'),
    { text: "\tAttributeANI\t'+1 (212) 555-0101'", found: [{ value: '+1 (212) 555-0101', owners: [ada] }] },
    { text: "\t\t'AcctNum'\t'4711'", found: [{ value: '4711', owners: [ada], column: 'AcctNum' }] },
    strange("\t\t'Other'\t'4712'"),
    strange("@10:15:31 [0] message EventReleased\n\t\t'AcctNum'\t'4713'"),
    {
      text: 'sip:2125550104@192.0.2.1 Ada <ADA.sample@example.com>',
      found: [
        { value: '2125550104', owners: dan },
        { value: 'ADA.sample@example.com', owners: [['1.consumer-1', emails.ada]] },
      ],
    },
    { text: 'dialled 555550102', found: [{ value: '555550102', owners: [['1.consumer-2', phones.ben]] }] },
    {
      text: 'to=a_b%25c%40example.com'.replace('%25', '%'),
      found: [{ value: 'a_b%c%40example.com', owners: [['2.consumer-2', emails.wild]] }],
    },
    { text: '12125550199', found: [{ value: '12125550199', owners: shared }] },
    ...[...strangers.phones, ...strangers.emails].map((text) => strange(`of another: ${text}`)),
  ],
}

const proxy: WorldLog = {
  name: 'proxy.log',
  encoding: 'utf16le',
  lines: [
    strange('\ufeffGröße 😀'),
    { text: 'from 011442079460103', found: [{ value: '011442079460103', owners: [['1.consumer-3', phones.cleo]] }] },
    { text: 'cleo@BÜCHER.example', found: [{ value: 'cleo@BÜCHER.example', owners: [['1.consumer-3', emails.cleo]] }] },
    strange('+442079460104 cleo@bucher.example'),
  ],
}

const logs = [main, proxy]

function textOf(log: WorldLog): string {
  return log.lines.map(({ text }) => `${text}\n`).join('')
}

function cellsOf(root: string): ReadonlyMap<string, string> {
  return new Map(
    logs.flatMap((log) => {
      const lines = readFileSync(join(root, log.name), log.encoding).split('\n')
      return lines.map((line, n) => [`${log.name}:${n}`, line] as const)
    }),
  )
}

function expectedIn(root: string, log: WorldLog): readonly string[] {
  const file = openSync(join(root, log.name), 'r')
  const expected: string[] = []
  let before = ''
  for (const { text, found } of log.lines) {
    for (const { value, owners, column = 'line' } of found) {
      const offset = Buffer.byteLength(before + text.slice(0, text.indexOf(value)), log.encoding)
      const length = Buffer.byteLength(value, log.encoding)
      const locator = writeLocator({ offset, length, ...identityOf(file), lines: lineDigest(readsOf(file), offset) })
      for (const [subject, identifier] of owners) {
        expected.push([subject, identifier, log.name.toUpperCase(), column.toUpperCase(), locator, value].join(' | '))
      }
    }
    before += `${text}\n`
  }
  closeSync(file)
  return expected
}

function ownedCells(): ReadonlySet<string> {
  const owned = new Set<string>()
  for (const log of logs) {
    let line = 0
    for (const { text, found } of log.lines) {
      if (found.length > 0) owned.add(`${log.name}:${line}`)
      line += text.split('\n').length
    }
  }
  return owned
}

productContract('log-files', (work) =>
  withFolder(async (folder) => {
    const root = join(folder, 'logs')
    await mkdir(join(root, 'ocs'), { recursive: true })
    for (const log of logs) writeFileSync(join(root, log.name), textOf(log), log.encoding)
    await work({
      session: await logFiles.open(
        { root, paths: ['**/*.log'], format: 't-server' },
        tenant,
        toolsFor(Object.create(null)),
      ),
      cells: async () => cellsOf(root),
      owned: ownedCells(),
      expected: logs.flatMap((log) => expectedIn(root, log)).sort(),
      breakStore: async () => {
        renameSync(root, join(folder, 'unmounted'))
      },
    })
  }),
)

/** Logs that servers are writing while they are masked, and a masking that is killed. */

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { writersOf } from '../../../src/products/log-files/masking/open-for-writing.ts'
import { rewriteLog } from '../../../src/products/log-files/masking/rewrite.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'
import { logFiles } from '../../../src/products/log-files/log-files.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
let path: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-live-'))
  path = join(folder, 'ocs.log')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])

async function open(): Promise<ProductSession> {
  return logFiles.open(
    { paths: [join(folder, '*.log')] },
    { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' },
    toolsWithoutDatabase(folder),
  )
}

/** Appends numbered lines through one open descriptor, as a server does, until it is told to stop. */
const server = `
  import { openSync, writeSync } from 'node:fs'
  const file = openSync(process.argv[2], 'a')
  let line = 0
  const write = () => {
    for (let k = 0; k < 50; k += 1) writeSync(file, 'line ' + line++ + ' from 7815550123 to 7815550188\\n')
    if (line === 2000) process.send('warm')
    setTimeout(write, 1)
  }
  process.on('message', () => { process.send(line, () => process.exit()) })
  write()
`

it('loses no line of a server that appends while its log is masked, and never replaces the file', async () => {
  const script = join(folder, 'server.mjs')
  writeFileSync(script, server)
  const child = fork(script, [path], { execArgv: [] })
  children.push(child)
  await once(child, 'message')
  const { ino } = statSync(path)
  expect(await writersOf(path)).toBe('some')

  const session = await open()
  const findings = await findingsOf(session.find([ann], runContext()))
  const tally = await fatesOf(session.erase(recorded(findings), runContext()))

  child.send('stop')
  const [lines] = await once(child, 'message')
  await once(child, 'exit')
  const text = readFileSync(path, 'utf8').split('\n')
  expect(statSync(path).ino).toBe(ino)
  expect(text.length - 1).toBe(lines)
  expect(tally.erased).toBeGreaterThanOrEqual(2000)
  text.slice(0, -1).forEach((line, n) => {
    const number = n < (tally.erased ?? 0) ? '**********' : '7815550123'
    expect(line).toBe(`line ${n} from ${number} to 7815550188`)
  })
})

it('replaces no log that another process opens while its copy is made', async () => {
  writeFileSync(path, 'x 7815550123\n')
  const { ino } = statSync(path)
  const rewriting = {
    path,
    compressed: false,
    edits: [{ offset: 2, length: 10, value: '7815550123' }],
    style: { character: '*', fixed: '***', encoding: 'auto' },
  } as const
  let isOpen = true
  const isWritten = async (): Promise<boolean> => isOpen
  await expect(rewriteLog({ ...rewriting, isWritten })).rejects.toMatchObject({ code: 'changed', retryable: true })
  expect([statSync(path).ino, readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual([
    ino,
    'x 7815550123\n',
    ['ocs.log'],
  ])
  isOpen = false
  await rewriteLog({ ...rewriting, isWritten })
  expect(readFileSync(path, 'utf8')).toBe('x ***\n')
})

/** Finds, has it recorded, and erases; tells how far it is, and waits there to be killed when `stopAt` is reached. */
const masker = `
  import { writeFileSync } from 'node:fs'
  const [, , module, log, record, stopAt] = process.argv
  const { logFiles } = await import(module)
  const session = await logFiles.open({ paths: [log], threads: 2 }, {}, {})
  const run = { runId: 'run-1', action: 'forget', salt: '', signal: new AbortController().signal }
  process.once('message', async (subjects) => {
    const findings = []
    for await (const finding of session.find(subjects, run)) findings.push(finding)
    writeFileSync(record, JSON.stringify(findings))
    async function* recorded() {
      for (const [n, finding] of findings.entries()) {
        if (n === Number(stopAt)) {
          process.send('there')
          await new Promise((resolve) => setInterval(resolve, 2 ** 30))
        }
        yield finding
      }
    }
    for await (const _effect of session.erase(recorded(), run)) continue
  })
`

/** The compiled product, as `npm run build` leaves it: only that can run in a process of its own. */
const compiled = new URL('../../../dist/products/log-files/log-files.js', import.meta.url)

it.each([0, 1, 1500, 2999])(
  'ends with everything masked and nothing else changed when it was killed after %i values',
  async (stopAt) => {
    const text = Array.from({ length: 3000 }, (_, n) => `line ${n} from 781-555-0123 to 7815550188\n`).join('')
    writeFileSync(path, text)
    writeFileSync(join(folder, 'masker.mjs'), masker)
    const record = join(folder, 'recorded.json')
    const child = fork(join(folder, 'masker.mjs'), [compiled.href, path, record, String(stopAt)], { execArgv: [] })
    children.push(child)
    child.send([ann])
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readFileSync(path, 'utf8').split('************')).toHaveLength(stopAt + 1)

    const session = await open()
    const findings: Finding[] = JSON.parse(readFileSync(record, 'utf8'))
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(readFileSync(path, 'utf8')).toBe(text.replaceAll('781-555-0123', '************'))
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  },
)

/** Files that nearly have the name of a request: told in the log, by `lethe status` and the metrics, answered on demand. */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { ann, sandbox, submit } from './sandbox.ts'
import { lethe, linesOf } from './support.ts'
import { startWatching } from './watching.ts'

const names = ['delete-27112026.json', 'forget 27112026.json', 'forget-27112026.json.txt', 'forget\u201327112026.json']

function withSettings(folder: string, more: string): void {
  const file = join(folder, 'lethe.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n${more}\n`)
}

function withNearMisses(): string {
  const folder = sandbox()
  for (const name of names) submit(folder, name, { phone: ann.phone })
  mkdirSync(join(folder, 'inbox/export-27112026'))
  symlinkSync('/etc/hostname', join(folder, 'inbox/export-27112026.json.txt'))
  return folder
}

const answers = (folder: string) => readdirSync(join(folder, 'inbox')).filter((name) => name.includes('execution-log'))

test('each is warned of once in a run, without its name, and none is read', async () => {
  const folder = withNearMisses()
  const ended = await lethe(folder, ['run'])
  expect(ended.code).toBe(0)
  const warnings = ended.err.split('\n').filter((line) => line.includes('nearly has the name'))
  expect(warnings).toHaveLength(names.length)
  expect(warnings.join('')).toContain('"level":"warn"')
  expect(warnings.join('')).toContain('must end in `.json`')
  expect(warnings.join('')).not.toContain('27112026')
  expect(linesOf(ended)).toContainEqual({ event: 'near-misses', tenant: 'acme', count: names.length })
  expect(answers(folder)).toEqual([])
})

test('the status names them with what is wrong', async () => {
  const folder = withNearMisses()
  const ended = await lethe(folder, ['status'])
  const told = linesOf(ended).filter(({ event }) => event === 'near-miss')
  expect(told.map(({ fileName }) => fileName)).toEqual(names)
  expect(told[0]).toMatchObject({ tenant: 'acme', reason: expect.stringContaining('must begin with `forget`') })
  expect(ended.code).toBe(0)
  for (const name of names) renameSync(join(folder, 'inbox', name), join(folder, 'inbox', 'away'))
  expect(linesOf(await lethe(folder, ['status'])).filter(({ event }) => event === 'near-miss')).toEqual([])
})

test('with `answerNearMisses` each gets an execution log of its own, once, and is processed under its right name', async () => {
  const folder = withNearMisses()
  withSettings(folder, 'answerNearMisses: true')
  expect((await lethe(folder, ['run'])).code).toBe(1)
  expect(answers(folder)).toEqual([
    'delete-27112026-execution-log.json',
    'forget 27112026-execution-log.json',
    'forget-27112026.json.txt-execution-log.json',
    'forget\u201327112026-execution-log.json',
  ])
  const log: unknown = JSON.parse(readFileSync(join(folder, 'inbox/delete-27112026-execution-log.json'), 'utf8'))
  expect(log).toMatchObject({ problems: [{ rule: 'file-name' }], run: { outcome: 'rejected' } })
  expect(linesOf(await lethe(folder, ['run'])).filter(({ event }) => event === 'file')).toEqual([])
  renameSync(join(folder, 'inbox', 'forget-27112026.json.txt'), join(folder, 'inbox/forget-27112026.json'))
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect(existsSync(join(folder, 'inbox/forget-27112026-execution-log.json'))).toBe(true)
})

test('the metrics of the daemon count them, as they come and go', async () => {
  const folder = sandbox()
  withSettings(folder, 'metrics: { port: 0 }')
  const watcher = startWatching(folder)
  const { port } = await watcher.until({ event: 'watching' })
  const metrics = async () => (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
  expect(await metrics()).toContain('lethe_near_misses{tenant="acme"} 0')
  for (const name of names) submit(folder, name, { phone: ann.phone })
  await expect.poll(metrics, { timeout: 20_000 }).toContain(`lethe_near_misses{tenant="acme"} ${names.length}`)
  for (const name of names) renameSync(join(folder, 'inbox', name), join(folder, 'inbox', 'away'))
  await expect.poll(metrics, { timeout: 20_000 }).toContain('lethe_near_misses{tenant="acme"} 0')
  expect(await watcher.stop()).toBe(0)
})

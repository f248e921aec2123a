/** `lethe check` judges request files without settings or databases. */

import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe, linesOf, temporaryFolder } from './support.ts'

const good = { caseid: 'case-1', consumers: [{ consumer: [{ phone: '7815550123' }, { email: 'ann@example.com' }] }] }

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('a good file is accepted', async () => {
  const folder = folderWith({ 'forget-25052018-a.json': JSON.stringify(good) })
  const ended = await lethe(folder, ['check', '--country', 'US', 'forget-25052018-a.json'])
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(linesOf(ended)).toMatchObject([
    { event: 'checked', outcome: 'accepted', action: 'forget', subjects: 1, identifiers: 2, refused: [] },
  ])
})

test('an identifier that would end in ERROR is told by its place, without its value', async () => {
  const bad = { ...good, consumers: [{ consumer: [{ phone: '12' }, { email: 'ann@example.com' }] }] }
  const folder = folderWith({ 'export-25052018-a.json': JSON.stringify(bad) })
  const ended = await lethe(folder, ['check', '--country', 'US', 'export-25052018-a.json'])
  expect(ended.code).toBe(1)
  expect(linesOf(ended)).toMatchObject([{ outcome: 'accepted', refused: [{ pointer: '/consumers/0/consumer/0' }] }])
})

test('broken files are refused and do not keep the others from being judged', async () => {
  const folder = folderWith({
    'forget-25052018-a.json': '{',
    'forget-25052018-b.json': '',
    'forget-99999999-c.json': JSON.stringify(good),
    'forget-25052018-d.json': JSON.stringify({ ...good, consumer: [] }),
    'forget-25052018-e.json': JSON.stringify(good),
  })
  const names = ['a', 'b', 'd', 'e'].map((letter) => `forget-25052018-${letter}.json`)
  const ended = await lethe(folder, ['check', '--country', 'US', ...names, 'forget-99999999-c.json'])
  expect(ended.code).toBe(1)
  const outcomes = linesOf(ended).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['rejected', 'rejected', 'rejected', 'accepted', 'rejected'])
})

test('a symbolic link is refused, a missing file is wrong usage', async () => {
  const folder = folderWith({ 'real.json': JSON.stringify(good) })
  symlinkSync(join(folder, 'real.json'), join(folder, 'forget-25052018-a.json'))
  expect((await lethe(folder, ['check', '--country', 'US', 'forget-25052018-a.json'])).code).toBe(1)
  expect((await lethe(folder, ['check', '--country', 'US', 'forget-25052018-z.json'])).code).toBe(2)
})

test('a country that does not exist is wrong usage', async () => {
  const folder = folderWith({ 'forget-25052018-a.json': JSON.stringify(good) })
  for (const country of ['ZZ', 'USA', '1']) {
    const ended = await lethe(folder, ['check', '--country', country, 'forget-25052018-a.json'])
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('ISO 3166-1') })
  }
  expect((await lethe(folder, ['check', '--country', 'us', 'forget-25052018-a.json'])).code).toBe(0)
})

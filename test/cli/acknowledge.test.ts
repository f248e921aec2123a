/** A forget that was cancelled or given up stays in the status until somebody takes note of it, or it is tried again. */

import { expect, test } from 'vitest'

import { lethe } from './in-process.ts'
import { ann, renameTable, sandbox, submit } from './sandbox.ts'
import { linesOf } from './support.ts'

async function cancelled(): Promise<{ readonly folder: string; readonly run: string }> {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  renameTable(folder, 'CUSTOMER', 'HIDDEN')
  const ended = await lethe(folder, ['run'])
  const run = String(linesOf(ended).find(({ event }) => event === 'run')?.['run'])
  expect((await lethe(folder, ['cancel', run])).code).toBe(0)
  return { folder, run }
}

const endedIn = async (folder: string) =>
  linesOf(await lethe(folder, ['status'])).filter(({ event }) => event === 'ended')

test('a cancelled forget is listed with its run until it is acknowledged, by whom and when', async () => {
  const { folder, run } = await cancelled()
  expect(await endedIn(folder)).toEqual([
    {
      event: 'ended',
      tenant: 'acme',
      fileName: 'forget-25052018-b.json',
      state: 'cancelled',
      run,
      endedAt: expect.any(String),
    },
  ])
  const shown = await lethe(folder, ['status', '--text'])
  expect(shown.code).toBe(1)
  expect(shown.out).toMatch(/forget not done.*\n.*\nacme +forget-25052018-b\.json +cancelled/)
  expect(shown.out).toContain('lethe acknowledge RUN --by NAME')
  const noted = await lethe(folder, ['acknowledge', run.slice(0, 8), '--by', 'R. Stone', '--note', 'asked again'])
  expect([noted.code, linesOf(noted)]).toMatchObject([0, [{ event: 'acknowledged', run, by: 'R. Stone' }]])
  expect(await endedIn(folder)).toEqual([])
  expect((await lethe(folder, ['status'])).code).toBe(0)
  expect(linesOf(await lethe(folder, ['show', run]))).toMatchObject([
    { acknowledgement: { by: 'R. Stone', at: expect.any(String), note: 'asked again' } },
  ])
  expect((await lethe(folder, ['show', run, '--text'])).out).toContain('acknowledged by R. Stone at ')
  const again = await lethe(folder, ['acknowledge', run])
  expect([again.code, linesOf(again)]).toMatchObject([1, [{ event: 'not-acknowledged', run }]])
})

test('one that is tried again and done is listed no more, and one that is cancelled anew is', async () => {
  const { folder, run } = await cancelled()
  expect((await lethe(folder, ['acknowledge', run])).code).toBe(0)
  await lethe(folder, ['retry', run])
  await lethe(folder, ['cancel', run])
  expect(await endedIn(folder)).toMatchObject([{ run }])
  renameTable(folder, 'HIDDEN', 'CUSTOMER')
  expect((await lethe(folder, ['retry', run])).code).toBe(0)
  expect(await endedIn(folder)).toEqual([])
})

test('an export, and a forget that is done, are nothing to acknowledge', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  const runs = linesOf(await lethe(folder, ['run'])).flatMap(({ run }) => (typeof run === 'string' ? [run] : []))
  for (const run of new Set(runs)) expect((await lethe(folder, ['acknowledge', run])).code).toBe(1)
  expect((await lethe(folder, ['acknowledge', 'nowhere'])).code).toBe(2)
  expect(await endedIn(folder)).toEqual([])
})

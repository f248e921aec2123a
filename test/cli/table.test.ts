/** Tables on a terminal: aligned, and safe to look at. */

import { expect, test } from 'vitest'

import { asCsv } from '../../src/app/operate/audit.ts'
import { forEyes } from '../../src/cli/for-eyes.ts'
import { jsonLine } from '../../src/cli/report.ts'
import { callWith } from './support.ts'
import { readDateBound } from '../../src/cli/date-bound.ts'
import { drawTable } from '../../src/cli/table.ts'

test('columns are as wide as their widest cell', () => {
  const table = drawTable(
    [{ title: 'product' }, { title: 'found', align: 'right' }],
    [
      ['info-mart', 12],
      ['x', 3456],
    ],
  )
  expect(table.split('\n')).toEqual([
    'product    found',
    '---------  -----',
    'info-mart     12',
    'x           3456',
    '',
  ])
})

test('control characters in a cell do not reach the terminal', () => {
  const table = drawTable([{ title: 'file' }], [['\u001b[2Jgone\u202e']])
  expect(table).toContain('·[2Jgone·')
})

test.each([
  ['2026-01-31', 'start', 1_769_817_600],
  ['2026-01-31', 'end', 1_769_903_999],
  ['1769817600', 'end', 1_769_817_600],
  ['31.01.2026', 'start', null],
  ['2026-02-31', 'start', null],
] as const)('the date bound %s as %s is %s', (written, edge, seconds) => {
  expect(readDateBound(written, edge)).toBe(seconds)
})

const hostile = 'a\u001b]0;owned\u0007\u009b2J\u007f\u202eb\r\nc\td'

test('a terminal obeys no text of others, and a program reads the same value', async () => {
  const { call, out, err } = callWith({}, true)
  const io = forEyes(call.io)
  await io.out.write(hostile)
  await io.err.write(hostile)
  expect([out(), err()]).toEqual(Array(2).fill('a·]0;owned··2J··b·\nc\td'))
  const line = jsonLine({ value: hostile, count: 2n ** 60n })
  expect(line).toMatch(/^[\n\u0020-\u007e]*$/)
  expect(JSON.parse(line)).toEqual({ value: hostile, count: String(2n ** 60n) })
})

test('what goes to a program or a file goes through as it is', async () => {
  const { call, out } = callWith({}, false)
  await forEyes(call.io).out.write(hostile)
  expect(out()).toBe(hostile)
})

test('nor does a CSV of the history that somebody looks at later', () => {
  const csv = asCsv([{ KEY_VALUE: hostile, FACT_ID: '1' }])
  expect(csv).not.toMatch(/[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f\u202e]/)
  expect(csv).toContain('owned')
})

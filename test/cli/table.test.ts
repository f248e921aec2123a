/** Tables on a terminal: aligned, and safe to look at. */

import { expect, test } from 'vitest'

import { readMoment } from '../../src/cli/date-bound.ts'
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
  expect(readMoment(written, edge)).toBe(seconds)
})

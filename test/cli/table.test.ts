/** Tables on a terminal: aligned, and safe to look at. */

import { expect, test } from 'vitest'

import { asCsv } from '../../src/app/operate/audit.ts'
import { forEyes } from '../../src/cli/for-eyes.ts'
import { jsonLine } from '../../src/cli/report.ts'
import { callWith } from './support.ts'
import { readDateBound } from '../../src/cli/date-bound.ts'
import { drawTable } from '../../src/cli/table.ts'
import { widthOf } from '../../src/cli/screen/text-width.ts'
import { zonedTime } from '../../src/cli/zoned-time.ts'

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

const columns = [
  { title: 'tenant' },
  { title: 'file' },
  { title: 'count', align: 'right' },
  { title: 'reason' },
] as const
const reason = 'the table CL_SALES is missing: create it, or list it under `exclude` of the product'
const rows = [
  ['東京支店', 'forget-14032025-case-1002-with-a-very-long-name-without-any-blank.json', 7, reason],
  ['acme', 'export-14032025-山田太郎さんの申請.json', 12_345, 'ok 👍'],
]

test.each([40, 60, 80, 200])('a table is no wider than %i columns, and loses nothing', (width) => {
  const table = drawTable(columns, rows, width)
  for (const line of table.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
  const letters = table.replaceAll(/[\s-]/g, '')
  for (const words of ['東京支店', '12345', 'ok👍', 'create']) expect(letters).toContain(words)
})

test('letters that take two columns are counted as two, and those that take none as none', () => {
  const table = drawTable(
    [{ title: 'name' }, { title: 'n', align: 'right' }],
    [
      ['山田', 1],
      ['Zoe\u0301', 2],
      ['abcd', 3],
    ],
  )
  expect(table.split('\n').slice(2)).toEqual(['山田  1', 'Zoe\u0301   2', 'abcd  3', ''])
})

test('cells are broken between words, and words only where they are longer than a line', () => {
  const lines = drawTable(
    [{ title: 'a' }, { title: 'why' }],
    [
      ['x', 'one two three four'],
      ['y', 'aaaaaaaaaaaabbb'],
    ],
    15,
  ).split('\n')
  expect(lines).toEqual(['a  why', '-  ------------', 'x  one two', '   three four', 'y  aaaaaaaaaaaa', '   bbb', ''])
})

test('a sentence stands below its row where it is too narrow, and a column of nothing is left out', () => {
  const titles = [{ title: 'file' }, { title: 'state' }, { title: 'note' }, { title: 'why', isSentence: true }] as const
  const all = [
    ['a.json', 'held', '', 'it reaches more rows than are one person’s'],
    ['b.json', 'done', '', ''],
  ]
  expect(drawTable(titles, all, 30).split('\n')).toEqual([
    'file    state',
    '------  -----',
    'a.json  held',
    '    it reaches more rows than',
    '    are one person’s',
    'b.json  done',
    '',
  ])
  expect(drawTable(titles, all, 80).split('\n')[2]).toBe('a.json  held   it reaches more rows than are one person’s')
})

test('where columns do not fit beside each other, each row is a list', () => {
  const many = ['tenant', 'file', 'state', 'due', 'run', 'reason'].map((title) => ({ title }))
  const row = ['acme', 'forget-14032025-case-1002.json', 'failed soon', '2026-03-29 03:00 CEST', '', 'no connection']
  const table = drawTable(many, [row, row], 40)
  expect(table.split('\n').slice(0, 3)).toEqual([
    'tenant  acme',
    'file    forget-14032025-case-1002.json',
    'state   failed soon',
  ])
  expect(table.split('\n\n')).toHaveLength(2)
  expect(table).not.toContain('run')
})

test.each([
  ['2026-03-29T01:00:00.000Z', 'Europe/Berlin', '2026-03-29 03:00 GMT+2'],
  ['2026-03-29T00:59:59.000Z', 'Europe/Berlin', '2026-03-29 01:59 GMT+1'],
  ['2026-01-01T04:30:00.000Z', 'America/New_York', '2025-12-31 23:30 EST'],
  ['2026-07-01T04:30:00.000Z', 'Asia/Kolkata', '2026-07-01 10:00 GMT+5:30'],
  ['2026-07-01T00:00:00.000Z', 'UTC', '2026-07-01 00:00 UTC'],
])('%s is told in %s as %s', (iso, zone, text) => {
  expect(zonedTime(iso, zone)).toBe(text)
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

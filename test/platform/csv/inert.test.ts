/** Cells that a spreadsheet would run are made inert, and nothing else is touched. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { makeInert } from '../../../src/platform/csv/inert.ts'

describe('a cell that could run as a formula', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("https://example.com")',
    '@SUM(A1)',
    '+cmd|calc!A0',
    '-2+3+cmd|calc!A0',
    '-A1',
    '+1 555 0100;=A1',
    '\t=1+1',
    '\rtext',
    '\ntext',
    ' =1+1',
    '\u00a0=1+1',
    '\ufeff=1+1',
    '＝1+1',
    '＋1+A1',
    '－1',
    '＠SUM(A1)',
    '+',
    '-',
    '--1',
  ])('gets an apostrophe: %j', (cell) => {
    expect(makeInert(cell)).toBe(`'${cell}`)
  })
})

describe('a plain cell', () => {
  it.each([
    '+1 555 0100',
    '+1 781 555 0100',
    '+17815550100',
    '+1 (781) 555-0100',
    '+49.30.5550100',
    '-5',
    '+5',
    '-3.14',
    '-1,234.5',
    '-1e-5',
    '',
    'jane.doe@example.com',
    '7815550100',
    "'=1+1",
    'a=b',
    '{"key":1}',
    '***',
    '日本',
  ])('stays as it is: %j', (cell) => {
    expect(makeInert(cell)).toBe(cell)
  })
})

it('judges a text of a million digits at once', () => {
  const cell = `+${'1'.repeat(1_000_000)}x`
  expect(makeInert(cell)).toBe(`'${cell}`)
})

it('adds one character at most, and leaves no cell that starts with a sign and holds a letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (cell) => {
      const inert = makeInert(cell)
      expect([cell, `'${cell}`]).toContain(inert)
      expect(inert).not.toMatch(/^\s*[=+\-@].*[A-Za-z!|]{2}/s)
    }),
    { numRuns: 500 },
  )
})

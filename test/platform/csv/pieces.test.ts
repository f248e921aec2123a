/** CSV that any reader reads back as it was. */

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { CsvPiece } from '../../../src/platform/csv/pieces.ts'

it('ends rows with CRLF and quotes what needs it', () => {
  const piece = new CsvPiece()
  piece.add(['identifier', 'value'])
  piece.add(['a "quoted", comma', 'two\nlines'])
  expect(piece.take().toString('utf8')).toBe('identifier,value\r\n"a ""quoted"", comma","two\nlines"\r\n')
})

it('is UTF-8 without a byte order mark', () => {
  const piece = new CsvPiece()
  piece.add(['Zoë', '日本'])
  expect([...piece.take()]).toEqual([...Buffer.from('Zoë,日本\r\n')])
})

it('is empty again once it is taken', () => {
  const piece = new CsvPiece()
  piece.add(['a', 'b'])
  expect(piece.take()).not.toHaveLength(0)
  expect(piece.take()).toHaveLength(0)
})

it('is full at 64 KiB, however the text is spread over rows', () => {
  const one = new CsvPiece()
  one.add(['x'.repeat(64 * 1024)])
  expect(one.full).toBe(true)
  one.take()
  expect(one.full).toBe(false)
  const many = new CsvPiece()
  for (let row = 0; row < 4096; row += 1) many.add(['x'.repeat(15)])
  expect(many.full).toBe(true)
})

it('is read back as it was written, whatever the cells hold', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((text) => `x${text}`)
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const piece = new CsvPiece()
      for (const row of rows) piece.add(row)
      expect(parse(piece.take(), { record_delimiter: '\r\n' })).toEqual(rows)
    }),
  )
})

/** The log keeps what is on its list and drops everything else. */

import { expect, test } from 'vitest'

import { createLog } from '../../../src/platform/log/log.ts'

function logged(level: string, fields: object): readonly unknown[] {
  const lines: unknown[] = []
  const log = createLog(level, { write: (line) => lines.push(JSON.parse(line)) })
  log.info(fields, 'a run ended')
  return lines
}

test('a line has level, time, the known fields and the constant message', () => {
  expect(logged('info', { tenant: 'acme', found: 3 })).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), tenant: 'acme', found: 3, msg: 'a run ended' },
  ])
})

test('what is not on the list does not reach the log', () => {
  const fields = { tenant: 'acme', err: new Error('+1 555 0100'), value: '+1 555 0100', found: '+1 555 0100' }
  const [line] = logged('info', fields)
  expect(JSON.stringify(line)).not.toContain('555')
})

test('a level above silences the line', () => {
  expect(logged('warn', { tenant: 'acme' })).toEqual([])
})

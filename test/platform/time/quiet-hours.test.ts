/** Quiet hours by the clocks of a time zone, over midnight and over the change of the clocks. */

import { expect, test } from 'vitest'

import { quietUntil, readDaySpan, type DaySpan } from '../../../src/platform/time/quiet-hours.ts'

const zone = 'America/New_York'

function spans(...texts: readonly string[]): readonly DaySpan[] {
  return texts.map((text) => readDaySpan(text) ?? { from: -1, to: -1 })
}

const end = (now: string, ...texts: readonly string[]): string | null =>
  quietUntil(spans(...texts), zone, new Date(now))?.toISOString() ?? null

test('a span is read only when it is one', () => {
  expect(readDaySpan('08:30-20:00')).toEqual({ from: 510, to: 1200 })
  for (const text of ['8-20', '24:00-06:00', '08:00-08:00', '08:60-09:00', '']) expect(readDaySpan(text)).toBeNull()
})

test('time is quiet from the begin to the end, which is not', () => {
  expect(end('2026-01-15T12:59:59Z', '08:00-20:00')).toBeNull()
  expect(end('2026-01-15T13:00:00Z', '08:00-20:00')).toBe('2026-01-16T01:00:00.000Z')
  expect(end('2026-01-16T00:59:59Z', '08:00-20:00')).toBe('2026-01-16T01:00:00.000Z')
  expect(end('2026-01-16T01:00:00Z', '08:00-20:00')).toBeNull()
})

test('a span goes over midnight, and spans that touch count as one', () => {
  expect(end('2026-01-15T03:30:00Z', '22:00-06:00')).toBe('2026-01-15T11:00:00.000Z')
  expect(end('2026-01-15T03:30:00Z', '22:00-00:00', '00:00-07:00')).toBe('2026-01-15T12:00:00.000Z')
})

test('the clocks of summer count in summer, also when they change meanwhile', () => {
  expect(end('2026-07-15T12:00:00Z', '08:00-20:00')).toBe('2026-07-16T00:00:00.000Z')
  // 8 March 2026: at 2:00 it is 3:00. The minutes until the end are counted anew when they are over.
  const first = end('2026-03-08T05:30:00Z', '00:00-06:00')
  expect(first).toBe('2026-03-08T11:00:00.000Z')
  expect(end(first ?? '', '00:00-06:00')).toBeNull()
  // 1 November 2026: the hour from 1:00 comes twice.
  const early = end('2026-11-01T04:30:00Z', '00:00-06:00')
  expect(early).toBe('2026-11-01T11:00:00.000Z')
})

test('a day that is quiet all through is looked at again after it', () => {
  expect(end('2026-01-15T12:00:00Z', '00:00-12:00', '12:00-00:00')).not.toBeNull()
  expect(quietUntil([], zone, new Date())).toBeNull()
})

/** What clocks on a wall show, as an instant: also over the change of the clocks. */

import { expect, test } from 'vitest'

import { instantIn } from '../../../src/platform/time/local-time.ts'

const at = (zone: string, day: string, time: string) => instantIn(zone, day, time)?.toISOString() ?? null

test('a time is that of the zone', () => {
  expect(at('UTC', '2026-01-01', '10:00:00')).toBe('2026-01-01T10:00:00.000Z')
  expect(at('America/New_York', '2026-01-01', '10:00:00')).toBe('2026-01-01T15:00:00.000Z')
  expect(at('America/New_York', '2026-07-01', '23:30:00')).toBe('2026-07-02T03:30:00.000Z')
  expect(at('Pacific/Kiritimati', '2026-01-01', '00:00:00')).toBe('2025-12-31T10:00:00.000Z')
})

test('of an hour that comes twice it is the first, and one that is left out has an instant as well', () => {
  expect(at('Europe/Berlin', '2026-10-25', '02:30:00')).toBe('2026-10-25T00:30:00.000Z')
  expect(at('Europe/Berlin', '2026-03-29', '02:30:00')).toBe('2026-03-29T00:30:00.000Z')
})

test('what is no time is none', () => {
  for (const [day, time] of [
    ['', ''],
    ['2026-13-01', '10:00:00'],
    ['2026-01-01', '25:00:00'],
  ] as const) {
    expect(at('UTC', day, time)).toBeNull()
  }
})

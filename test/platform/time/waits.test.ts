/** Waits are told once they have lasted two seconds, and when they are over. */

import { expect, test } from 'vitest'

import { toldWaits, untoldWaits, type LongWait } from '../../../src/platform/time/waits.ts'
import { steppedClock } from '../../support/stepped-clock.ts'

function watched() {
  const clock = steppedClock()
  const over = new AbortController()
  const told: (string | null)[] = []
  const tell = (wait: LongWait | null): void => {
    told.push(wait === null ? null : `${wait.what}, ${wait.seconds()} s`)
  }
  return { clock, told, over, waits: toldWaits(clock, tell, over.signal) }
}

test('of several the oldest is told, with its seconds, and that it is over', async () => {
  const { clock, told, over, waits } = watched()
  const first = waits.during('the first', () => clock.sleep(5000))
  await clock.advance(1500)
  expect(told).toEqual([])
  const second = waits.during('the second', () => clock.sleep(1000))
  await clock.advance(1500)
  await second
  expect(told).toEqual(['the first, 2 s'])
  await clock.advance(3000)
  await first
  expect(told).toEqual(['the first, 2 s', null])
  over.abort()
})

test('what is soon over is not told, what fails fails, and nobody need be told', async () => {
  const { clock, told, over, waits } = watched()
  await expect(waits.during('nothing', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  await clock.advance(3000)
  expect(await untoldWaits.during('nothing', async () => 7)).toBe(7)
  over.abort()
  expect(told).toEqual([])
})

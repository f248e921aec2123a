/** What may be told of an error, wherever it ended something. */

import { expect, test } from 'vitest'

import { describeFailure, SettingsInvalid, StepFailed } from '../../src/domain/errors.ts'

class RangeBroken extends RangeError {}

test.each([
  [new StepFailed('lock', 'a lock was not granted', { retryable: true }), 'lock', 'a lock was not granted'],
  [new SettingsInvalid([{ pointer: '/tenants/0', message: 'is missing' }]), 'settings', '/tenants/0: is missing'],
])('%s is told in its own words', (error, code, reason) => {
  expect(describeFailure(error, 'stopped the product')).toEqual({ code, reason })
})

test.each([
  [new TypeError('cannot read 7815550101'), 'TypeError'],
  [new RangeBroken('ann@example.com'), 'RangeBroken'],
  ['ann@example.com', 'string'],
  [undefined, 'undefined'],
])('of a bug its kind alone is told, since its text may quote data', (error, kind) => {
  expect(describeFailure(error)).toEqual({
    code: 'internal',
    reason: `an unexpected ${kind}; report it to the makers of Lethe`,
  })
  expect(describeFailure(error, 'stopped the product').reason).toBe(
    `an unexpected ${kind} stopped the product; report it to the makers of Lethe`,
  )
})

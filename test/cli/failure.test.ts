/** What ends a command is told by kind; the message of an unexpected error never appears. */

import { expect, test } from 'vitest'

import { RequestRejected, SettingsInvalid, StepFailed } from '../../src/domain/errors.ts'
import { tellFailure } from '../../src/cli/failure.ts'

import { callWith } from './support.ts'

test.each([
  [new SettingsInvalid([{ pointer: '/settle', message: 'is no span of time' }]), 2, '/settle'],
  [new RequestRejected([{ pointer: '/consumers', rule: 'type', message: 'must be a list' }]), 1, '/consumers'],
  [new StepFailed('connection', 'the server is away', { retryable: true }), 1, 'the server is away'],
])('%s ends in exit code %d', async (error, code, text) => {
  const { call, err } = callWith({})
  expect(await tellFailure(error, call)).toBe(code)
  expect(err()).toContain(text)
})

test('an unexpected error shows where it happened and not what it says', async () => {
  const { call, out, err } = callWith({})
  const message = 'duplicate key (phone)=(+1 555 0100)\n    at +1 555 0100 (/home/ann.example:1:1) is taken'
  expect(await tellFailure(new Error(message), call)).toBe(1)
  expect(err()).toContain('(code: internal)')
  expect(err()).toMatch(/at .*failure\.test\.ts:\d+:\d+/)
  expect(out() + err()).not.toContain('555')
  expect(out() + err()).not.toContain('ann')
})

test.each([['a text +1 555 0100'], [null], [{ message: '+1 555 0100' }]])('even %j can be thrown', async (thrown) => {
  const { call, out, err } = callWith({})
  expect(await tellFailure(thrown, call)).toBe(1)
  expect(out() + err()).not.toContain('555')
})

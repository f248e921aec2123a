/** What came back is forgotten again; a failure to tell gets a run of its own, and a bug is none of that. */

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { SettingsInvalid, StepFailed } from '../../../src/domain/errors.ts'
import type { Evaluation } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import { NotesSession } from '../../support/notes-product.ts'
import { withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal

/** A product that is asked what came back, and ends that question with this error. */
function asked({ data, calls }: World, error: unknown): () => ProductSession {
  return () => {
    const returned = async function* (): AsyncIterable<Evaluation> {
      throw error
    }
    return Object.assign(new NotesSession(data, 'NOTES', {}, calls), { returned })
  }
}

/** A product in which a row came back of somebody who was forgotten. */
function returning({ data, calls }: World): () => ProductSession {
  return () => {
    const returned = async function* (): AsyncIterable<Evaluation> {
      const [row] = await data.run((knex) => knex('NOTES').where({ ID: 1 }).select('PHONE'))
      if (row?.PHONE === '***') return
      const owner = { subjectKey: '0.consumer-1', kind: 'phone', consumerId: '7815550101' } as const
      yield { owner, target: { table: 'NOTES', column: 'PHONE' }, locator: '1', content: '7815550101' }
    }
    return Object.assign(new NotesSession(data, 'NOTES', {}, calls), { returned })
  }
}

const passing = new StepFailed('connection', 'the server is away', { retryable: true })
const lasting = new StepFailed('missing-right', 'the login may not read', { retryable: false })

describe('a product that is asked what came back', () => {
  test.each([passing, lasting])('and fails ($code) gets a run, in which it is tried again and reported', (failure) =>
    withWorld(async (world) => {
      const context = await world.open({ product: asked(world, failure) })
      const { runs } = await processPass(context, scheduledScope, never)
      const reason = expect.stringContaining(failure.message)
      expect(runs).toMatchObject([{ action: 'forget', products: [{ outcome: 'failed', reason }] }])
    }),
  )

  test.each([
    ['a bug', new TypeError('cannot read 7815550101')],
    ['a thing that is no error', 'text'],
    ['settings that cannot be used', new SettingsInvalid([{ pointer: '/databases/gim', message: 'wrong' }])],
  ])('and ends with %s begins no run: it is thrown', (_name, error) =>
    withWorld(async (world) => {
      const context = await world.open({ product: asked(world, error) })
      const thrown: unknown = await processPass(context, scheduledScope, never).catch((reason: unknown) => reason)
      expect(thrown).toBe(error)
      expect(await context.journal.runs('acme', ['running', 'open'])).toEqual([])
    }),
  )

  test('is asked of a run that is over when that is forgotten: no later forget takes it up', () =>
    withWorld(async (world) => {
      const context = await world.open({ product: returning(world) })
      const { runs } = await processPass(context, scheduledScope, never)
      expect(runs).toMatchObject([{ action: 'forget', products: [{ outcome: 'done', found: 1, erased: 1 }] }])
      expect(await (await context.findings()).isOver(runs[0]?.id ?? '', null)).toBe(true)
    }))
})

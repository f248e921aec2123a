/** Who has to wait, and how large a run may be. */

import { describe, expect, test } from 'vitest'

import type { Request } from '../../../src/domain/request.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { actionsInOrder, holdBack, isFull, peopleOf } from '../../../src/stages/planning/plan.ts'
import { consumer, phoneOf } from '../../support/people.ts'

function requestOf(...subjects: readonly Subject[]): Request {
  return {
    action: 'forget',
    fileName: 'x.json',
    sha256: '00',
    form: 'on-premises',
    document: {},
    places: [],
    receivedAt: null,
    subjects,
  }
}

const ann = consumer('1.consumer-1', phoneOf(101), phoneOf(102))
const annElsewhere = consumer('7.consumer-3', { ...phoneOf(102), value: '+1 (781) 555-0102' })
const bob = consumer('1.consumer-2', phoneOf(103))

const wanted = (...people: readonly Subject[]) => new Set(peopleOf(requestOf(...people)))

describe('a forget', () => {
  test('waits when it shares a single identifier with an export that is not answered', () => {
    const forgets = [{ request: requestOf(bob, annElsewhere) }, { request: requestOf(bob) }]
    const { ready, held } = holdBack(forgets, wanted(ann))
    expect(held).toEqual([forgets[0]])
    expect(ready).toEqual([forgets[1]])
  })

  test('does not wait for anybody else, nor for an identifier of another kind', () => {
    const named = consumer('1.consumer-1', { ...phoneOf(103), kind: 'name' })
    const forgets = [{ request: requestOf(bob) }]
    expect(holdBack(forgets, wanted(ann, named)).held).toEqual([])
    expect(holdBack(forgets, wanted()).ready).toEqual(forgets)
  })
})

test('exports come before forgets', () => {
  expect(actionsInOrder).toEqual(['export', 'forget'])
})

test('a run is bounded by files, by people and by their identifiers', () => {
  const limits = { filesPerRun: 1000, subjectsPerRun: 5000, identifiersPerRun: 10_000 }
  const full = (files: number, subjects: number, identifiers: number) =>
    isFull({ files, subjects, identifiers }, limits)
  expect([full(999, 4999, 9999), full(1000, 1, 1), full(1, 5000, 5000)]).toEqual([false, true, true])
  expect(full(1, 1, 10_000)).toBe(true)
})

/** What an identifier is answered over all products. */

import { describe, expect, test } from 'vitest'

import type { Request } from '../../../src/domain/request.ts'
import { outcomesOf, shareOut, type ProductResult } from '../../../src/stages/answering/outcomes.ts'
import { consumer, phoneOf } from '../../support/people.ts'

const email = { kind: 'email', value: 'Ann@Example.com', normal: 'ann@example.com', written: [], digits: [] } as const
const ann = consumer('1.consumer-1', phoneOf(101), email)

const place = (pointer: string, kind: 'phone' | 'email', normal: string | null) => ({
  pointer,
  kind,
  subjectKey: ann.key,
  normal,
  problem: normal === null ? 'incorrect device format' : null,
})

/** Twice the same number, in two spellings; an address; something that is no number. */
const request: Request = {
  action: 'forget',
  fileName: 'forget-25052018-a.json',
  sha256: '00',
  form: 'on-premises',
  document: {},
  subjects: [ann],
  receivedAt: null,
  places: [
    place('/0', 'phone', '+17815550101'),
    place('/1', 'phone', '+17815550101'),
    place('/2', 'email', 'ann@example.com'),
    place('/3', 'phone', null),
  ],
}

const phone = { subjectKey: ann.key, kind: 'phone', consumerId: '7815550101' } as const
const mail = { subjectKey: ann.key, kind: 'email', consumerId: 'Ann@Example.com' } as const

function product(change: Partial<ProductResult>): ProductResult {
  return {
    product: 'info-mart',
    outcome: 'done',
    reason: null,
    searchesBy: ['phone', 'email'],
    evaluated: 1,
    owners: [],
    standings: [],
    ...change,
  }
}

const kinds = (...results: ProductResult[]) => [...outcomesOf(request, results).values()].map(({ kind }) => kind)

describe('an identifier', () => {
  test('is found when any product found it, in whatever spelling the request has it', () => {
    const results = [
      product({
        owners: [
          { owner: phone, found: 0 },
          { owner: mail, found: 0 },
        ],
      }),
      product({ owners: [{ owner: phone, found: 2 }] }),
    ]
    expect(kinds(...results)).toEqual(['found', 'found', 'not-found', 'refused'])
  })

  test('that is badly formed is an error of its own, whatever the products say', () => {
    expect(outcomesOf(request, []).get('/3')).toEqual({ kind: 'refused', reason: 'incorrect device format' })
  })

  test('that no product recorded a search for was not searched', () => {
    expect(kinds(product({ owners: [{ owner: phone, found: 0 }] }))).toEqual([
      'not-found',
      'not-found',
      'not-searched',
      'refused',
    ])
  })

  test('was searched for by a product that had nothing to search in', () => {
    expect(kinds(product({ evaluated: 0, searchesBy: ['email'] }))).toEqual([
      'not-searched',
      'not-searched',
      'not-found',
      'refused',
    ])
  })

  test('is an error when a product that searches by its kind failed, although another found it', () => {
    const failed = product({
      product: 'outbound',
      outcome: 'failed',
      reason: 'no connection',
      searchesBy: ['phone'],
      evaluated: 0,
    })
    const found = product({
      owners: [
        { owner: phone, found: 1 },
        { owner: mail, found: 1 },
      ],
    })
    expect(kinds(found, failed)).toEqual(['failed', 'failed', 'found', 'refused'])
    expect(outcomesOf(request, [found, failed]).get('/0')).toEqual({
      kind: 'failed',
      reason: 'outbound: no connection',
    })
  })

  test('is an error when a product could not even be opened', () => {
    const failed = product({ outcome: 'failed', searchesBy: null, evaluated: 0 })
    expect(kinds(failed)).toEqual(['failed', 'failed', 'failed', 'refused'])
  })

  test('is deferred when something of it may not be touched now', () => {
    const standings = [{ owner: phone, kind: 'deferred', reason: 'record is held by the dialer' }] as const
    const owners = [
      { owner: phone, found: 2 },
      { owner: mail, found: 1 },
    ]
    expect(kinds(product({ outcome: 'deferred', owners, standings }))).toEqual([
      'deferred',
      'deferred',
      'found',
      'refused',
    ])
  })
})

test('of a run of many requests each gets what concerns its own people, with the same outcomes', () => {
  const stranger = { ...phone, subjectKey: '2.consumer-1' }
  const standings = [
    { owner: mail, kind: 'deferred', reason: 'retrieved' },
    { owner: stranger, kind: 'deferred', reason: 'retrieved' },
  ] as const
  const owners = [
    { owner: stranger, found: 3 },
    { owner: phone, found: 2 },
    { owner: mail, found: 1 },
  ]
  const all = [
    product({ owners, standings }),
    product({ product: 'outbound', owners: [{ owner: stranger, found: 1 }] }),
  ]
  const shared = shareOut(all)(request)
  expect(shared.map((result) => result.owners.map(({ owner }) => owner))).toEqual([[phone, mail], []])
  expect(shared.map((result) => result.standings.map(({ owner }) => owner))).toEqual([[mail], []])
  expect(outcomesOf(request, shared)).toEqual(outcomesOf(request, all))
})

/** How many people it takes, whose word counts, and for how long. */

import { describe, expect, test } from 'vitest'

import {
  defaultApproval,
  stricterMode,
  verdictOn,
  type ApprovalRules,
  type CountedDecision,
} from '../../../src/stages/planning/approval.ts'

const madeAt = '2026-03-01T12:00:00.000Z'
const day = 86_400_000

function by(name: string, decision: CountedDecision['decision'] = 'approve', key = `key of ${name}`): CountedDecision {
  return { decision, principals: [name], fingerprint: key, reason: decision === 'reject' ? 'no' : null, at: madeAt }
}

const account = (decision: CountedDecision['decision'] = 'approve'): CountedDecision => {
  return { decision, principals: [], fingerprint: null, reason: null, at: madeAt }
}

function verdict(
  decisions: readonly CountedDecision[],
  rules: Partial<ApprovalRules> = {},
  later = 0,
  isBegun = false,
) {
  const now = new Date(Date.parse(madeAt) + later)
  return verdictOn({ madeAt, isBegun, decisions }, { ...defaultApproval, ...rules }, now)
}

describe('two people', () => {
  test('are needed where the settings say so', () => {
    expect(verdict([by('rosa')], { needed: 2 })).toEqual({ kind: 'open', approvals: 1 })
    expect(verdict([by('rosa'), by('liam')], { needed: 2 })).toEqual({ kind: 'approved' })
  })

  test.each([
    ['say it twice', [by('rosa'), by('rosa')]],
    ['have two keys', [by('rosa', 'approve', 'one'), by('rosa', 'approve', 'another')]],
    ['share a key', [by('rosa', 'approve', 'shared'), by('liam', 'approve', 'shared')]],
    [
      'share a name',
      [
        { ...by('rosa'), principals: ['rosa', 'office'] },
        { ...by('liam'), principals: ['office'] },
      ],
    ],
    ['are accounts of the machine', [account(), account()]],
    ['write the name in two ways', [by('Rosa@example.com'), by('rosa@example.com')]],
    ['may be whom a pattern means', [by('*@example.com'), by('rosa@example.com')]],
    ['are meant by one pattern', [by('r?sa', 'approve', 'one'), by('rosa', 'approve', 'another')]],
    ['are told by patterns alone', [by('rosa@*'), by('*@example.com')]],
  ])('are not one who would %s', (_what, decisions) => {
    expect(verdict(decisions, { needed: 2 })).toEqual({ kind: 'open', approvals: 1 })
  })
})

describe('the latest word of each counts', () => {
  test('a rejection takes an approval back, and the other way round', () => {
    expect(verdict([by('rosa'), by('rosa', 'reject')])).toEqual({ kind: 'rejected', reason: 'no' })
    expect(verdict([by('rosa', 'reject'), by('rosa')])).toEqual({ kind: 'approved' })
  })

  test('an approval that was signed before a rejection does not take it back, however late it is brought', () => {
    const before = { ...by('rosa'), at: '2026-03-01T11:59:59Z' }
    expect(verdict([by('rosa', 'reject'), before])).toMatchObject({ kind: 'rejected' })
    expect(verdict([by('liam', 'reject'), before])).toMatchObject({ kind: 'rejected' })
    expect(verdict([before, by('rosa', 'reject'), { ...before, at: '2026-03-01T12:00:01Z' }])).toEqual({
      kind: 'approved',
    })
  })

  test('one rejection outweighs all approvals', () => {
    expect(verdict([by('rosa', 'reject'), by('liam'), by('mary')], { needed: 2 })).toMatchObject({ kind: 'rejected' })
  })
})

describe('an approval may be carried out', () => {
  test('until the plan is as old as the settings allow', () => {
    expect(verdict([by('rosa')], {}, 7 * day - 1)).toEqual({ kind: 'approved' })
    expect(verdict([by('rosa')], {}, 7 * day)).toEqual({ kind: 'expired', wasApproved: true })
    expect(verdict([], {}, 8 * day)).toEqual({ kind: 'expired', wasApproved: false })
    expect(verdict([by('rosa')], { expiresAfterMs: day }, day)).toMatchObject({ kind: 'expired' })
  })

  test('to its end once it was begun', () => {
    expect(verdict([by('rosa')], {}, 30 * day, true)).toEqual({ kind: 'approved' })
  })
})

test('an entry can only ask for more than its tenant', () => {
  expect(stricterMode('guard', 'always')).toBe('always')
  expect(stricterMode('always', 'guard')).toBe('always')
  expect(stricterMode('never', 'guard')).toBe('guard')
  expect(stricterMode('guard', 'never')).toBe('guard')
})

/** Whose identifier is held: too many rows, too many people, the company's own number, and what stands for nobody. */

import { describe, expect, test } from 'vitest'

import { identifierKinds, type IdentifierKind } from '../../../src/domain/identifier.ts'
import { defaultApproval, type ApprovalRules } from '../../../src/stages/planning/approval.ts'
import { defaultGuard, guardBy, type GuardLimits } from '../../../src/stages/planning/guard.ts'

interface Asked {
  readonly subjectKey?: string
  readonly rows?: number
  readonly people?: number
  readonly country?: string
  readonly ownNumbers?: readonly string[]
  readonly limits?: Partial<GuardLimits>
  /** Rows where nothing goes unseen. */
  readonly unseen?: number
  readonly approval?: Partial<ApprovalRules>
}

function held(kind: IdentifierKind, consumerId: string, asked: Asked = {}): string | null {
  const { subjectKey = '1.consumer-1', rows = 1, people = 1, country = 'US', ownNumbers = [], unseen = 0 } = asked
  const { limits = {}, approval = {} } = asked
  const guard = guardBy({ ...defaultGuard, ...limits }, { country, ownNumbers }, { ...defaultApproval, ...approval })
  return guard({ owner: { subjectKey, kind, consumerId }, rows, people, unseen })
}

test('an ordinary identifier goes on, whatever its kind', () => {
  for (const kind of identifierKinds)
    expect(held(kind, kind === 'phone' ? '781-555-0101' : 'ann@example.com')).toBeNull()
})

describe('what reaches more than one person’s data', () => {
  test('is held beyond the rows that the setting allows, and not before', () => {
    expect(held('phone', '7815550101', { rows: 1000 })).toBeNull()
    expect(held('phone', '7815550101', { rows: 1001, people: 2 })).toContain(
      'it reaches 1001 row(s) of 2 different people',
    )
    expect(held('email', 'ann@example.com', { rows: 11, limits: { rowsPerIdentifier: 10 } })).toContain(
      '`guard.rowsPerIdentifier`',
    )
  })

  test('is held beyond the people that the setting allows: a family is not', () => {
    expect(held('phone', '7815550101', { people: 5 })).toBeNull()
    expect(held('phone', '7815550101', { people: 6 })).toContain('`guard.peoplePerIdentifier`')
    expect(held('email', 'team@example.com', { people: 6, limits: { peoplePerIdentifier: 6 } })).toBeNull()
  })

  test('is not held of an employee, whose name stands wherever the employee has worked', () => {
    expect(held('username', 'agent7', { subjectKey: '1.employee-1', rows: 1_000_000, people: 9000 })).toBeNull()
  })
})

describe('what stands for nobody is held, found or not', () => {
  test.each<[IdentifierKind, string, string?]>([
    ['phone', '000-000-0000'],
    ['phone', '999-999-9999'],
    ['phone', '0000000'],
    ['phone', '1-111-111-1111'],
    ['phone', '+1 (222) 222-2222'],
    ['phone', '+49 111 1111111', 'DE'],
    ['phone', '00000000000', 'DE'],
    ['name', 'anonymous'],
    ['name', 'Anonymous'],
    ['email', 'ANONYMOUS@anonymous.invalid'],
    ['twid', 'anonymous'],
  ])('%s %s', (kind, value, country = 'US') => {
    expect(held(kind, value, { rows: 0, people: 0, country })).toMatch(
      /^it reaches 0 row\(s\), and `guard.neverAPerson`/,
    )
  })

  test.each<[IdentifierKind, string]>([
    ['phone', '781-555-5555'],
    ['phone', '800-000-0001'],
    ['email', 'anonymous.ann@example.com'],
    ['name', 'Ann Onymous'],
  ])('%s %s does not', (kind, value) => {
    expect(held(kind, value)).toBeNull()
  })

  test('the settings say what does, in the place of the default', () => {
    const limits = { neverAPerson: ['info@*', 'noreply', '+1234567*', '1234567*'] }
    expect(held('email', 'INFO@shop.example.com', { limits })).toContain('`guard.neverAPerson`')
    expect(held('email', 'NoReply@example.com', { limits })).toContain('`guard.neverAPerson`')
    expect(held('phone', '123-456-7890', { limits })).toContain('`guard.neverAPerson`')
    expect(held('email', 'information@example.com', { limits })).toBeNull()
    expect(held('phone', '000-000-0000', { limits })).toBeNull()
  })
})

describe('the company’s own numbers are held, however either is written', () => {
  test.each([
    ['8005550000', '8005550000'],
    ['800555*', '+1 800 555 0142'],
    ['+1 (800) 555-*', '1-800-555-0142'],
    ['1800555????', '(800) 555-0142'],
    ['[89]00555*', '9005550142'],
    ['{800,888}5550*', '888-555-0142'],
  ])('%s holds %s', (glob, value) => {
    expect(held('phone', value, { ownNumbers: [glob] })).toContain('`ownNumbers`')
  })

  test('others are not, and other kinds never', () => {
    expect(held('phone', '781-555-0101', { ownNumbers: ['800*'] })).toBeNull()
    expect(held('name', '8005550000', { ownNumbers: ['800*'] })).toBeNull()
    expect(held('phone', '030 5550142', { country: 'DE', ownNumbers: ['+49 (30) 555*'] })).toContain('`ownNumbers`')
    expect(held('phone', '030 5560142', { country: 'DE', ownNumbers: ['+49 (30) 555*'] })).toBeNull()
  })
})

test('the sentence names counts, rule and next step, and nobody', () => {
  const sentence = held('phone', '781-555-0101', { rows: 300, people: 40 })
  expect(sentence).toBe(
    "it reaches 300 row(s) of 40 different people, and more than 5 people are hardly one person's; nothing of it is " +
      'exported or erased; look at it with `lethe plan`, leave it out, or raise `guard.peoplePerIdentifier` if all of ' +
      "it is one person's; do not send it again",
  )
})

/** What validation makes of a good file, and how it bears a hostile one. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Action, Request } from '../../../src/domain/request.ts'
import { validateAtOnce, type Validation } from '../../../src/stages/validation/validate-request.ts'

function validate(document: unknown, action: Action = 'forget'): Validation {
  return validateText(JSON.stringify(document), action)
}

function validateText(text: string, action: Action | null = 'forget'): Validation {
  const bytes = new TextEncoder().encode(text)
  return validateAtOnce({ fileName: 'x.json', action, bytes, sha256: 'abc', fileNumber: 3, country: 'US' })
}

function accepted(validation: Validation): Request {
  if (!validation.ok) throw new Error(validation.problems.map(({ message }) => message).join('\n'))
  return validation.request
}

function rulesOf(validation: Validation): readonly string[] {
  return validation.ok ? [] : validation.problems.map(({ pointer, rule }) => `${rule} ${pointer}`)
}

const people = {
  consumers: [
    { consumer: [{ phone: '(781) 555-0112' }, { phone: '+1 781 555 0112' }, { email: 'nobody' }, { name: 'Jane' }] },
    { consumer: [{ phone: '12' }] },
  ],
  employees: [{ employee: [{ username: 'sue' }, { employeeid: 'E-1' }] }],
  'gim-attached-data': { kvlist: ['AcctNum', 'SSN', 'SSN'] },
}

describe('an on-premises request', () => {
  const request = accepted(validate(people))

  it('keeps the document, the name, the hash and the action', () => {
    expect(request).toMatchObject({ action: 'forget', fileName: 'x.json', sha256: 'abc', form: 'on-premises' })
    expect(request.document).toEqual(people)
  })

  it('has a subject for each person, with keys that count by type', () => {
    expect(request.subjects.map(({ key, type, attachedKeys }) => [key, type, attachedKeys])).toEqual([
      ['3.consumer-1', 'consumer', ['AcctNum', 'SSN']],
      ['3.consumer-2', 'consumer', ['AcctNum', 'SSN']],
      ['3.employee-1', 'employee', []],
    ])
  })

  it('may leave one of its two lists empty, not both', () => {
    const { consumers, employees } = people
    expect(accepted(validate({ consumers: [], employees })).subjects.map(({ type }) => type)).toEqual(['employee'])
    expect(accepted(validate({ consumers, employees: [] })).subjects).toHaveLength(2)
    expect(rulesOf(validate({ consumers: [], employees: [] }))).toEqual([
      'empty-array /consumers',
      'empty-array /employees',
    ])
    expect(rulesOf(validate({ consumers: [] }))).toEqual(['empty-array /consumers'])
    expect(rulesOf(validate({ employees: [] }))).toEqual(['empty-array /employees'])
    expect(rulesOf(validate({ consumers: {}, employees }))).toEqual(['type /consumers'])
    expect(rulesOf(validate({ consumers: null, employees: [] }))).toEqual(['type /consumers'])
  })

  it('may say when the person asked', () => {
    const receivedAt = (text: unknown) => validate({ ...people, receivedAt: text })
    expect(accepted(receivedAt('2018-05-25')).receivedAt).toBe('2018-05-25T00:00:00.000Z')
    expect(accepted(receivedAt('2018-05-25T09:30+02:00')).receivedAt).toBe('2018-05-25T07:30:00.000Z')
    expect(accepted(receivedAt('2018-05-25T09:30:15.5')).receivedAt).toBe('2018-05-25T09:30:15.500Z')
    expect(request.receivedAt).toBeNull()
    for (const wrong of ['25.05.2018', '2018-02-30', '2018-05-25T25:00Z', 'yesterday', '']) {
      expect([wrong, rulesOf(receivedAt(wrong))]).toEqual([wrong, ['date /receivedAt']])
    }
    expect(rulesOf(receivedAt(20180525))).toEqual(['type /receivedAt'])
  })

  it('names the fields of calls for its consumers, once each, and for no employee', () => {
    const { subjects } = accepted(validate({ ...people, 'intauto-fields': ['AccountNumber', 'Name', 'Name'] }))
    const callFields = ['AccountNumber', 'Name']
    expect(new Set(subjects.map(({ type, details }) => JSON.stringify([type, details])))).toEqual(
      new Set([JSON.stringify(['consumer', { accountId: null, shortcodes: [], callFields }]), '["employee",null]']),
    )
  })

  it('may say on which days an identifier was the person’s, in several spans', () => {
    const [from, to] = ['2018-01-01', '2018-03-31']
    const periodsOf = (...consumer: readonly unknown[]) => {
      const { subjects, places } = accepted(validate({ consumers: [{ consumer }] }))
      return [subjects[0]?.identifiers.map(({ periods }) => periods), places.map(({ problem }) => problem === null)]
    }
    const phone = '(781) 555-0112'
    expect(periodsOf({ phone, from, to })).toEqual([[[{ from, to }]], [true]])
    expect(periodsOf({ from, phone }, { to: from, phone: '7815550112' })).toEqual([
      [
        [
          { from, to: null },
          { from: null, to: from },
        ],
      ],
      [true, true],
    ])
    // Whoever has it always has it on these days too.
    expect(periodsOf({ phone, from }, { phone })).toEqual([[undefined], [true, true]])
    expect(periodsOf({ phone }, { phone, from })).toEqual([[undefined], [true, true]])
    for (const wrong of [{ from: to, to: from }, { from: '2018-02-30' }, { to: '' }, { to: '31.03.2018' }]) {
      expect(periodsOf({ phone, ...wrong }, { email: 'a@example.com' })).toEqual([[undefined], [false, true]])
    }
  })

  it('has one kind in each identifier object, whatever stands beside it', () => {
    const rules = (entry: unknown) => rulesOf(validate({ consumers: [{ consumer: [entry] }] }))
    const place = '/consumers/0/consumer/0'
    const phone = '7815550112'
    const email = 'jane@example.com'
    for (const entry of [{}, { phone, email }, { phone, email, name: 'Jane', wcid: 'jane' }, { from: '2018-01-01' }])
      expect(rules(entry)).toEqual([`one-key ${place}`])
    expect(rules({ phone, from: 1 })).toEqual([`type ${place}/from`])
    expect(rules({ phone, until: '2018-01-01' })).toEqual([`unknown-key ${place}`])
    expect(rulesOf(validate({ employees: [{ employee: [{ username: 'sue', name: 'Sue' }] }] }))).toEqual([
      'one-key /employees/0/employee/0',
    ])
  })

  it('has each identifier once, however often and in whatever spelling it is written', () => {
    const kinds = request.subjects.map(({ identifiers }) => identifiers.map(({ kind, value }) => [kind, value]))
    expect(kinds).toEqual([
      [
        ['phone', '(781) 555-0112'],
        ['name', 'Jane'],
      ],
      [],
      [
        ['username', 'sue'],
        ['employeeid', 'E-1'],
      ],
    ])
  })

  it('has a place for every identifier object, the refused ones too', () => {
    expect(request.places.map(({ pointer, subjectKey, problem }) => [pointer, subjectKey, problem])).toEqual([
      ['/consumers/0/consumer/0', '3.consumer-1', null],
      ['/consumers/0/consumer/1', '3.consumer-1', null],
      ['/consumers/0/consumer/2', '3.consumer-1', 'incorrect device format'],
      ['/consumers/0/consumer/3', '3.consumer-1', null],
      ['/consumers/1/consumer/0', '3.consumer-2', 'incorrect device format'],
      ['/employees/0/employee/0', '3.employee-1', null],
      ['/employees/0/employee/1', '3.employee-1', null],
    ])
    const [first, second, refused] = request.places
    expect(first?.normal).toBe(second?.normal)
    expect(first?.normal).not.toBeNull()
    expect(refused?.normal).toBeNull()
  })
})

describe('a cloud request', () => {
  const entry = { type: 'EXPORT', contacts: [{ phone: '+1 781 555 0112' }, { phone: '781 555 0112' }] }

  it('has a consumer for each entry, and asks for international numbers', () => {
    const request = accepted(validate({ requests: [entry, { ...entry, shortcodes: [], accountid: '1' }] }, 'export'))
    expect(request.form).toBe('cloud')
    expect(request.subjects.map(({ key, identifiers }) => [key, identifiers.length])).toEqual([
      ['3.consumer-1', 1],
      ['3.consumer-2', 1],
    ])
    expect(request.places[1]).toMatchObject({ pointer: '/requests/0/contacts/1', problem: 'incorrect device format' })
  })

  it('says of each entry within which account and by which short codes to look', () => {
    const said = { ...entry, shortcodes: ['11111', ' 22222', '11111', ' '], accountid: ' 30003748347 ' }
    const { subjects } = accepted(validate({ requests: [said, entry] }, 'export'))
    expect(subjects.map(({ details }) => details)).toEqual([
      { accountId: '30003748347', shortcodes: ['11111', '22222'], callFields: [] },
      undefined,
    ])
  })

  it('must be of the type that the file name says', () => {
    expect(rulesOf(validate({ requests: [entry] }, 'forget'))).toEqual(['contradiction /requests/0/type'])
  })

  it('is told of every problem at once, contradictions included', () => {
    const document = { requests: [entry, { type: 'FORGET', contacts: [], note: 1 }], extra: 1 }
    expect([...rulesOf(validate(document, 'export'))].sort()).toEqual([
      'contradiction /requests/1/type',
      'empty-array /requests/1/contacts',
      'mixed-types /requests',
      'unknown-key ',
      'unknown-key /requests/1',
    ])
  })
})

describe('a file whose name is wrong', () => {
  it('is refused for its name and for whatever else is wrong', () => {
    expect(rulesOf(validateText('{"consumer":[]}', null))).toEqual(['file-name ', 'body ', 'unknown-key /consumer'])
    expect(rulesOf(validateText(JSON.stringify(people), null))).toEqual(['file-name '])
  })

  it('keeps its document for the answer, unless it is none', () => {
    expect(validateText('{"caseid":"7"}', null)).toMatchObject({
      ok: false,
      text: '{"caseid":"7"}',
    })
    expect(validateText('[]')).toMatchObject({ ok: false, text: null })
    expect(validateText('{"caseid":"7"')).toMatchObject({ ok: false, text: null })
  })
})

describe('a hostile file', () => {
  it.each(['null', 'true', '7', '"forget"', '[]', '[{"consumers":[]}]'])('%s is refused for its type', (text) => {
    expect(rulesOf(validateText(text))).toEqual(['type '])
  })

  it('cannot bring keys of its own past the schema', () => {
    const rest = '"consumers":[{"consumer":[{"phone":"7815550112"}]}]'
    for (const key of ['__proto__', 'constructor', 'toString', 'run', 'result', 'problems']) {
      expect(rulesOf(validateText(`{"${key}":{},${rest}}`))).toEqual(['unknown-key '])
    }
    expect(rulesOf(validateText('{"consumers":[{"consumer":[{"__proto__":"7815550112"}]}]}'))).toEqual([
      'unknown-key /consumers/0/consumer/0',
    ])
  })

  it.each([
    ['a name', 'MariaMuster'],
    ['a word', 'Emil'],
    ['a nickname with a number', 'mary_23'],
    ['a phone number', '+17815550112'],
    ['an escape', '\u001b]0;owned\u0007'],
  ])('that has %s in place of a key is told where, and never what', (_what, key) => {
    const document = { [key]: 1, consumers: [{ [key]: [], consumer: [{ phone: '7815550112' }, { [key]: 'x' }] }] }
    const validation = validate(document)
    expect(rulesOf(validation)).toContain('unknown-key /consumers/0/consumer/1')
    const twice = validateText(`{"consumers":[{"${key.replaceAll(/[^ -~]/g, '')}":{"x":1,"x":2}}]}`)
    for (const { ok, ...told } of [validation, twice]) {
      expect(ok).toBe(false)
      expect(JSON.stringify({ ...told, text: null })).not.toContain(key)
    }
  })

  it('says which key of an object is unknown, and which was perhaps meant', () => {
    const validation = validate({ caseid: '1', konsumers: [], consumer: [], consumers: [] })
    const messages = validation.ok ? [] : validation.problems.map(({ message }) => message)
    expect(messages).toContain('The document has a key that is unknown here, number 2 in it. Did you mean `consumers`?')
    expect(messages).toContain('The document has the key `consumer`, which is unknown here. Did you mean `consumers`?')
  })

  it('of 50 MB or of a hundred thousand levels is refused in its turn', () => {
    expect(rulesOf(validateText('x'.repeat(50_000_000)))).toEqual(['json '])
    expect(rulesOf(validateText('['.repeat(100_000)))).toEqual(['too-deep '])
    expect(rulesOf(validateText(`{"consumers":[${'{"consumer":'.repeat(100_000)}`))).toEqual(['too-deep '])
  })

  it.each([
    ['identifiers', `{"consumers":[{"consumer":[${'1,'.repeat(500_000)}1]}]}`],
    ['people', `{"consumers":[${'1,'.repeat(500_000)}1]}`],
    ['cloud requests', `{"requests":[${'1,'.repeat(500_000)}1]}`],
  ])('with half a million wrong %s is told of the first thousand, and of how many there are', (_, text) => {
    const validation = validateText(text)
    const problems = validation.ok ? [] : validation.problems
    expect(problems).toHaveLength(1001)
    expect(problems.at(-1)).toMatchObject({ rule: 'too-many-problems', message: expect.stringContaining('499001') })
  })

  it('with a hundred thousand good identifiers is accepted, be they one person’s or many people’s', () => {
    const identifiers = Array.from({ length: 100_000 }, (_, n) => ({ wcid: `wx_${n}` }))
    expect(accepted(validate({ consumers: [{ consumer: identifiers }] })).places).toHaveLength(100_000)
    const consumers = identifiers.map((identifier) => ({ consumer: [identifier] }))
    expect(accepted(validate({ consumers })).subjects).toHaveLength(100_000)
  })

  it('never makes validation throw, and is never answered with one of its values', () => {
    const canary = fc.constantFrom('+1 781 555 0199', 'canary@example.com', 'Canary Person')
    const keys = fc.constantFrom('consumers', 'consumer', 'employees', 'requests', 'contacts', 'type', 'phone', 'name')
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(canary, fc.constant(null), fc.integer(), fc.constant('FORGET')),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(keys, keys, keys, canary), tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (document) => {
        const validation = validate(document)
        return validation.ok || !/canary|0199/i.test(JSON.stringify(validation.problems))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('limits', () => {
  const limits = {
    nestingDepth: 10,
    valuesPerFile: 1000,
    subjectsPerFile: 2,
    identifiersPerSubject: 3,
    identifiersPerFile: 5,
    identifierLength: 40,
  }
  const limited = (document: unknown) =>
    validateAtOnce({
      fileName: 'x.json',
      action: 'forget',
      bytes: new TextEncoder().encode(JSON.stringify(document)),
      sha256: 'abc',
      fileNumber: 1,
      country: 'US',
      limits,
    })
  const person = (count: number) => ({ consumer: Array.from({ length: count }, (_, n) => ({ wcid: `wx_${n}` })) })

  it('of people and identifiers are named, all at once', () => {
    expect(rulesOf(limited({ consumers: [person(3), person(1)] }))).toEqual([])
    expect(
      rulesOf(limited({ consumers: [person(1), person(4)], employees: [{ employee: [{ username: 'x' }] }] })),
    ).toEqual(['too-many-subjects ', 'too-many-identifiers ', 'too-many-identifiers /consumers/1/consumer'])
  })

  it('of depth and values refuse the file before it is looked at', () => {
    expect(rulesOf(limited({ consumers: [[[[[[[[[[1]]]]]]]]]] }))).toEqual(['too-deep '])
    expect(rulesOf(limited({ consumers: [person(1001)] }))).toEqual(['too-many-values '])
  })

  it('of length concern one identifier alone', () => {
    const { places } = accepted(limited({ consumers: [{ consumer: [{ name: 'x'.repeat(41) }, { name: 'Jane' }] }] }))
    expect(places.map(({ problem }) => problem)).toEqual(['longer than 40 characters', null])
  })
})

/** The source's sample documents, in and out: Intelligent Automation, JSON input example and JSON output example. */

import { describe, expect, test } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { fingerprintWith } from '../../../src/platform/crypto/fingerprint.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { readAnswer } from '../../../src/products/intelligent-automation/answer.ts'
import { requestName, requestText } from '../../../src/products/intelligent-automation/request.ts'
import { callersIn } from '../../../src/products/intelligent-automation/callers.ts'

/** JSON input example. */
const input = {
  consumers: [{ consumer: [{ phone: '02890571321' }, { phone: '077519654543' }] }],
  'intauto-fields': ['AccountNumber', 'CustomerName'],
}

const questionAnswer =
  "result_detail:,nbest_meaning_1:goat,nbest_rawanswer_1:I'd like a goat,nbest_slots_1:oof:banana|foo:ananab," +
  'nbest_meaning_2:null,nbest_rawanswer_2:null,nbest_slots_2:null,nbest_meaning_3:null'

/** JSON output example: the second number, of which nothing was found, is left out. */
const output = {
  consumers: [
    {
      consumer: [
        { phone: '02890571321' },
        { cti_fields: 'AccountNumber:123456' },
        { question_answer: questionAnswer },
        { business_task_details: 'Created a shiny moon man' },
      ],
    },
  ],
  'intauto-fields': [],
}

function subjectOf(phones: readonly string[], callFields: readonly string[], key = '1.consumer-1'): Subject {
  const identifiers = phones.flatMap((phone) => {
    const parsed = parseIdentifier('phone', phone, { country: 'GB', form: 'on-premises' })
    return parsed.ok ? [parsed.identifier] : []
  })
  const details = { accountId: null, shortcodes: [], callFields }
  return { key, type: 'consumer', identifiers, attachedKeys: [], details }
}

const people = callersIn([subjectOf(['02890571321', '077519654543'], input['intauto-fields'])], fingerprintWith('salt'))
const [first, second] = people
const bytesOf = (document: unknown): Uint8Array => Buffer.from(JSON.stringify(document))
const problemOf = (document: unknown, others = 0): string | null => {
  const answer = readAnswer(bytesOf(document), people, others)
  return answer.ok ? null : answer.problem
}

describe('a request', () => {
  test('has the form of the source, a consumer for each number and all its spellings in it', () => {
    const written = JSON.parse(requestText(people, 'bare'))
    expect(Object.keys(written)).toEqual(Object.keys(input))
    expect(written['intauto-fields']).toEqual(input['intauto-fields'])
    const phones = written.consumers.map(({ consumer }: { consumer: { phone: string }[] }) =>
      consumer.map(({ phone }) => phone),
    )
    expect(phones[0]).toEqual(expect.arrayContaining(['02890571321', '+442890571321', '442890571321']))
    expect(phones[1]).toEqual(['077519654543'])
    expect(requestText(people, 'all')).toContain('"028 9057 1321"')
  })

  test('is named as the source asks, and never as one of the site', () => {
    expect(requestName('forget', '2018-05-25', '00ff')).toBe('forget-25052018-lethe-00ff')
  })

  test('asks with the fields of one request for nobody else', () => {
    const others = subjectOf(['02890571322'], ['Colour'], '2.consumer-1')
    const all = callersIn([subjectOf(['02890571321'], ['AccountNumber']), others], fingerprintWith('salt'))
    expect(all.map(({ fields }) => fields)).toEqual([['AccountNumber'], ['Colour']])
  })
})

describe('an answer', () => {
  test('says of each number what was found, as it is written, and leaves out of whom nothing is', () => {
    const answer = readAnswer(bytesOf(output), people)
    expect(answer.ok && answer.items.get(first?.print ?? '')).toEqual([
      { field: 'cti_fields', place: 1, text: 'AccountNumber:123456' },
      { field: 'question_answer', place: 1, text: questionAnswer },
      { field: 'business_task_details', place: 1, text: 'Created a shiny moon man' },
    ])
    expect(answer.ok && answer.items.has(second?.print ?? '')).toBe(false)
  })

  test.each([
    ['has not the form of the source', { consumer: [] }],
    ['has not the form of the source', { consumers: [{ consumers: [] }] }],
    ['has not the form of the source', [output]],
    ['names a number that it was not asked for', { consumers: [{ consumer: [{ phone: '02890571399' }] }] }],
    ['several numbers in one `consumer`', { consumers: [{ consumer: [...(input.consumers[0]?.consumer ?? [])] }] }],
    ['values without a number', { consumers: [{ consumer: [{ cti_fields: 'AccountNumber:1' }] }] }],
  ])('that %s is no answer', (problem, document) => {
    expect(problemOf(document)).toContain(problem)
  })

  test('that was cut off is no answer', () => {
    const bytes = bytesOf(output)
    const answer = readAnswer(bytes.subarray(0, bytes.length - 9), people)
    expect(answer).toMatchObject({ ok: false, problem: expect.stringContaining('no whole JSON') })
  })

  test('may name as many others as were asked for and are not wanted any more', () => {
    const document = {
      consumers: [...output.consumers, { consumer: [{ phone: '02890571399' }, { cti_fields: 'A:1' }] }],
    }
    expect(problemOf(document)).toContain('not asked for')
    expect(readAnswer(bytesOf(document), people, 1)).toMatchObject({ ok: true, strangers: 1 })
  })
})

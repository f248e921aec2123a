/**
 * Each object that names somebody has one kind of identifier, besides the days when it was theirs. The schema leaves that to
 * this: a condition in it would cost a hostile file several errors for each object.
 */

import type { RequestProblem } from '../../domain/request.ts'
import { appendStep } from '../../platform/text/json-pointer.ts'

import { isJsonObject, itemsOf, memberOf, type JsonObject } from './json-object.ts'
import { periodKeys } from './periods.ts'
import { notOneKey } from './schema-problems.ts'

interface Listed {
  /** Of the people, and of what names one of them. */
  readonly people: string
  readonly names: string
  readonly kinds: readonly string[]
  /** What other products add to a file that they answer. */
  readonly results: readonly string[]
}

const lists: readonly Listed[] = [
  {
    people: 'consumers',
    names: 'consumer',
    kinds: ['phone', 'email', 'fbid', 'twid', 'wcid', 'name', 'ipaddr'],
    results: ['cti_fields', 'question_answer', 'business_task_details'],
  },
  { people: 'employees', names: 'employee', kinds: ['username', 'employeeid', 'name'], results: [] },
  { people: 'requests', names: 'contacts', kinds: ['phone', 'email', 'ipaddr'], results: [] },
]

/** Rule `one-key`. An empty object and unknown keys are the schema's concern. */
export function* kindProblems(document: unknown): Generator<RequestProblem> {
  for (const list of lists) {
    for (const [position, person] of itemsOf(memberOf(document, list.people)).entries()) {
      yield* personProblems(person, list, appendStep(appendStep(`/${list.people}`, position), list.names))
    }
  }
}

function* personProblems(person: unknown, list: Listed, pointer: string): Generator<RequestProblem> {
  for (const [index, entry] of itemsOf(memberOf(person, list.names)).entries()) {
    if (isJsonObject(entry) && !hasOneKind(entry, list)) yield notOneKey(appendStep(pointer, index), list.kinds)
  }
}

function hasOneKind(entry: JsonObject, { kinds, results }: Listed): boolean {
  const keys = Object.keys(entry).filter((key) => !periodKeys.includes(key))
  const named = keys.filter((key) => kinds.includes(key) || results.includes(key)).length
  if (named > 0) return named === 1
  return keys.length > 0 || Object.keys(entry).length === 0
}

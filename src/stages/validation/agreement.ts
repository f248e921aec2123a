/** Checks that the document asks for what its file name says: one action for the whole file. */

import type { Action, RequestProblem } from '../../domain/request.ts'
import { appendStep } from '../../platform/text/json-pointer.ts'

import { itemsOf, memberOf } from './json-object.ts'
import { problem } from './schema-problems.ts'

interface StatedAction {
  readonly pointer: string
  readonly action: Action
}

/**
 * Rules: `contradiction` at each place that says something else than the name, `mixed-types` for the file as a whole.
 * `action` null: the name says none. Values that are no action are the schema's concern.
 */
export function disagreements(document: unknown, action: Action | null): readonly RequestProblem[] {
  const stated = statedActions(document)
  const mixed = new Set(stated.map((one) => one.action)).size > 1
  const contradicting = stated.filter((one) => action !== null && one.action !== action)
  return [
    ...(mixed
      ? [problem('/requests', 'mixed-types', 'must hold entries of one `type` only. Send a file for each.')]
      : []),
    ...contradicting.map(({ pointer }) => {
      return problem(pointer, 'contradiction', 'must say what the file name says. Correct it, or rename the file.')
    }),
  ]
}

function statedActions(document: unknown): readonly StatedAction[] {
  const types = itemsOf(memberOf(document, 'requests')).map((entry, index) => {
    return stated(`${appendStep('/requests', index)}/type`, memberOf(entry, 'type'))
  })
  return [...stated('/request', memberOf(document, 'request')), ...types.flat()]
}

function stated(pointer: string, value: unknown): readonly StatedAction[] {
  const text = typeof value === 'string' ? value.toLowerCase() : null
  return text === 'forget' || text === 'export' ? [{ pointer, action: text }] : []
}

/** When the person asked, as a request may say: the deadline counts from then. */

import type { RequestProblem } from '../../domain/request.ts'
import { appendStep } from '../../platform/text/json-pointer.ts'

import { itemsOf, memberOf } from './json-object.ts'
import { problem } from './schema-problems.ts'

const form = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

interface Stated {
  readonly pointer: string
  readonly text: string
}

/** Rule `date`. Values that are no text are the schema's concern. */
export function receivedProblems(document: unknown): readonly RequestProblem[] {
  const rule = 'must be a date as `2018-05-25`, or a time as `2018-05-25T09:30:00Z`. Correct it.'
  return statedIn(document).flatMap(({ pointer, text }) =>
    instantOf(text) === null ? [problem(pointer, 'date', rule)] : [],
  )
}

/** The earliest time that the document states, ISO 8601, UTC; null when it states none. */
export function receivedAtIn(document: unknown): string | null {
  const instants = statedIn(document).flatMap(({ text }) => instantOf(text) ?? [])
  return instants.length === 0 ? null : new Date(Math.min(...instants)).toISOString()
}

function statedIn(document: unknown): readonly Stated[] {
  const entries = itemsOf(memberOf(document, 'requests')).map((entry, index) => {
    return stated(appendStep('/requests', index), entry)
  })
  return [...stated('', document), ...entries.flat()]
}

function stated(pointer: string, holder: unknown): readonly Stated[] {
  const text = memberOf(holder, 'receivedAt')
  return typeof text === 'string' ? [{ pointer: appendStep(pointer, 'receivedAt'), text }] : []
}

/** A date is its first second; a time without a zone is UTC. A day that no calendar has is none. */
function instantOf(text: string): number | null {
  if (!form.test(text)) return null
  const zoned = text.length === 10 || /(?:Z|[+-]\d{2}:\d{2})$/.test(text.slice(10)) ? text : `${text}Z`
  const instant = Date.parse(zoned)
  const day = new Date(Date.parse(text.slice(0, 10)))
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
  return Number.isNaN(instant) || !isDay ? null : instant
}

/** The request files that the GDPR task reads. Source: Intelligent Automation, JSON input files and JSON input example. */

import type { Action } from '../../domain/request.ts'
import type { Caller } from './callers.ts'

/** In the names of ours, so that nobody takes them for the site's own. */
export const ours = '-lethe-'

/** `day`: `YYYY-MM-DD`, on which it is made. Without the ending of the file. */
export function requestName(action: Action, day: string, id: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${action}-${date}${month}${year}${ours}${id}`
}

export function fileOf(request: string): string {
  return `${request}.json`
}

/** `bare`: without separators. `all`: also with those that are usual. */
export type Spellings = 'bare' | 'all'

/** A consumer for each number, in all its spellings: the task compares texts. */
export function requestText(people: readonly Caller[], spellings: Spellings): string {
  const consumers = people.map(({ identifier, seen }) => {
    const phones = new Set([...formsOf(identifier, spellings), ...seen])
    return { consumer: [...phones].map((phone) => ({ phone })) }
  })
  const fields = [...new Set(people.flatMap(({ fields: own }) => own))]
  return `${JSON.stringify({ consumers, 'intauto-fields': fields }, null, 2)}\n`
}

function formsOf({ digits, written }: Caller['identifier'], spellings: Spellings): readonly string[] {
  return spellings === 'bare' && digits.length > 0 ? digits : written
}

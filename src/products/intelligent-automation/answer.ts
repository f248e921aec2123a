/** What the GDPR task exported. Source: Intelligent Automation, JSON output example: the request with what was found. */

import { asField, createIdentifierIndex } from '../../platform/match/identifier-index.ts'
import { readJson } from '../../platform/text/json-document.ts'
import type { Caller } from './callers.ts'

/** A value as the task has written it; nothing in it is escaped, so that it is taken as a whole. */
export interface AnsweredItem {
  /** `cti_fields`, `question_answer`, `business_task_details`. */
  readonly field: string
  /** Its place among those of the same field and person, from 1. */
  readonly place: number
  readonly text: string
}

export interface Answer {
  /** By print; whom it does not name is missing. */
  readonly items: ReadonlyMap<string, readonly AnsweredItem[]>
  /** How many it names whom nobody wants to know of any more. */
  readonly strangers: number
}

export type ReadAnswer = ({ readonly ok: true } & Answer) | { readonly ok: false; readonly problem: string }

/** `others`: so many more were asked for, whom nobody wants to know of any more. */
export function readAnswer(bytes: Uint8Array, people: readonly Caller[], others = 0): ReadAnswer {
  const reading = readJson(bytes)
  if (!reading.ok) return refused('is no whole JSON')
  const consumers = consumersIn(reading.value)
  if (consumers === null) return refused('has not the form of the source: `consumers` with a `consumer` each')
  const personIn = personFinder(people)
  const items = new Map<string, AnsweredItem[]>()
  let strangers = 0
  for (const entries of consumers) {
    const named = new Set(entries.filter(([key]) => key === 'phone').map(([, text]) => personIn(text)))
    const [person] = named
    if (named.size > 1)
      return refused('has several numbers in one `consumer`, so that nothing tells whose the values are')
    const found = entries.filter(([key, text]) => key !== 'phone' && text !== '')
    if (person === null) strangers += 1
    if (strangers > others) return refused('names a number that it was not asked for')
    if (person === undefined && found.length > 0) return refused('has values without a number beside them')
    if (person === undefined || person === null) continue
    const known = items.get(person.print) ?? []
    items.set(person.print, known)
    for (const [field, text] of found) {
      known.push({ field, text, place: known.filter((one) => one.field === field).length + 1 })
    }
  }
  return { ok: true, items, strangers }
}

function refused(problem: string): ReadAnswer {
  return { ok: false, problem: `an answer of the GDPR task ${problem}` }
}

type WrittenMember = readonly [key: string, text: string]

/** Null where it is something else. */
function consumersIn(document: unknown): readonly (readonly WrittenMember[])[] | null {
  const consumers = member(document, 'consumers')
  if (!Array.isArray(consumers)) return null
  const read = consumers.map((one: unknown) => {
    const entries = member(one, 'consumer')
    return Array.isArray(entries) ? entriesIn(entries) : null
  })
  return read.some((one) => one === null) ? null : read.flatMap((one) => (one === null ? [] : [one]))
}

function entriesIn(objects: readonly unknown[]): readonly WrittenMember[] | null {
  const entries: WrittenMember[] = []
  for (const object of objects) {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return null
    for (const [key, value] of Object.entries(object)) entries.push([key, textOf(value)])
  }
  return entries.every(([key]) => /^[a-z][\w-]{0,63}$/i.test(key)) ? entries : null
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** Null for a number of nobody who was asked for. */
function personFinder(people: readonly Caller[]): (phone: string) => Caller | null {
  const index = createIdentifierIndex(people.map(({ identifier }) => identifier))
  const known = new Map(people.map((one) => [one.identifier, one]))
  return (phone) => {
    const [mention] = index.mentions(phone, ['phone'], asField)
    return mention === undefined ? null : (known.get(mention.identifier) ?? null)
  }
}

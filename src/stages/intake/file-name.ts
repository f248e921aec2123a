/** Reads a request file's name: action, date and stem, in both documented forms. */

import type { Action, RequestProblem } from '../../domain/request.ts'

export interface CalendarDate {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
}

export interface RequestFileName {
  readonly action: Action
  readonly date: CalendarDate
  /** The name without `.json`; the answers are named after it. */
  readonly stem: string
}

export type FileNameReading =
  { readonly ok: true; readonly name: RequestFileName } | { readonly ok: false; readonly problem: RequestProblem }

/** The answers' names are longer than the file's: up to here they fit into a folder entry of 255 bytes. */
const maxNameBytes = 200

const answerEnding = /-execution-log\.json$/i
const requestLike = /^(?:forget|export)-.*\.json$/isu
const requestName = /^(?<action>forget|export)-(?<date>\d{8})(?:[-_].*)?\.json$/su
/** Control and format characters would forge lines on a terminal or turn the name around. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u

/** An execution log, Lethe's or another product's: it has a request's name and is never input. */
export function isAnswer(name: string): boolean {
  return answerEnding.test(name)
}

/** Whether the sender means this file as a request; everything else in the folder is nobody's concern. */
export function isRequestLike(name: string): boolean {
  return requestLike.test(name) && !isAnswer(name)
}

/** Whether answers can be named after the file. When not, the file is not opened and its name not repeated. */
export function isAnswerable(name: string): boolean {
  return !invisible.test(name) && Buffer.byteLength(name) <= maxNameBytes
}

/**
 * `<forget|export>-<DDMMYYYY>[-anything].json` and `<forget|export>-<yyyyMMdd>_<id>.json`, with either separator in
 * either form. For the years 1900 to 2099 no eight digits are a date in both forms.
 */
export function parseFileName(name: string): FileNameReading {
  if (invisible.test(name)) return refused('must not hold control characters')
  if (Buffer.byteLength(name) > maxNameBytes) return refused(`must not be longer than ${maxNameBytes} bytes`)
  const parts = requestName.exec(name)?.groups
  const action = parts?.['action']
  if (action !== 'forget' && action !== 'export') {
    return refused(
      'must be `forget` or `export` in lower case, `-`, a date of eight digits, and may go on after `-` or `_`',
    )
  }
  const date = parseDate(parts?.['date'] ?? '')
  if (date === null) return refused('must have a day of the calendar as DDMMYYYY or yyyyMMdd, from 1900 to 2099')
  return { ok: true, name: { action, date, stem: name.slice(0, -'.json'.length) } }
}

function refused(rule: string): FileNameReading {
  return { ok: false, problem: nameProblem(rule) }
}

/** `rule`: the end of `The file name …`. */
export function nameProblem(rule: string): RequestProblem {
  const message = `The file name ${rule}, for example \`forget-25052018-case1.json\`. Rename the file and send it again.`
  return { pointer: '', rule: 'file-name', message }
}

function parseDate(digits: string): CalendarDate | null {
  const number = (start: number, end: number) => Number(digits.slice(start, end))
  const cloud = { year: number(0, 4), month: number(4, 6), day: number(6, 8) }
  const onPremises = { year: number(4, 8), month: number(2, 4), day: number(0, 2) }
  return [cloud, onPremises].find(isCalendarDate) ?? null
}

function isCalendarDate({ year, month, day }: CalendarDate): boolean {
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Whether the date is the day that it is at `now` in that time zone (IANA name). */
export function isToday(date: CalendarDate, timeZone: string, now: Date): boolean {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' })
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]))
  return parts.get('year') === date.year && parts.get('month') === date.month && parts.get('day') === date.day
}

/** What an export shows of a message: other people's numbers and addresses in it are masked. */

import { anyEmailAt } from '../../../platform/match/bytes/match-email.ts'
import { at } from '../../../platform/match/bytes/characters/bytes.ts'

export interface StrangerPlace {
  readonly start: number
  readonly end: number
}

/** Fewer digits are no phone number. */
const leastDigits = 7

/** Digits with up to five signs between them, each as it is, as a URL escape, or as a character outside of ASCII. */
const digitRuns = /\d(?:(?:[ \-./()+_]|%2[0b-f89]|%5f|[\x80-\xff]{2,3}){0,5}\d)*/gi

/** The parts of a number that tabs separate, with nothing more in the row: more of them are columns of a table. */
const tabbedRuns = /(?<![\d\t])\d{1,4}(?:\t+\d{2,7}){1,4}(?![\d\t])/g
const fewestTabbedDigits = 10

/** A GUID, a date, a time of day: digits of these are no number, and end one. */
const noNumbers = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  /(?<!\d)(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/g,
  /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d(?!\d)/g,
  /(?<!\d)(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?!\d)/g,
  /(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-_T ](?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?!\d)/g,
]

/** An address whose `@` is written otherwise, or whose name is quoted; others are left to the matcher. */
const wrappedEmails =
  /(?:[\w.+%-]{1,64}(?:%(?:25)+40|\\u0040|=40|&#64;|&#x40;|\xef\xbc\xa0)|"[^"\r\n]{1,64}"(?:@|%40))[\w.-]{1,253}/gi

const dottedQuads = /(?:\d{1,3}\.){3,}\d{1,3}/g
const colonRuns = /[0-9a-f:]{3,}/gi

/**
 * The stretch as text in which everything that looks like somebody's phone number, e-mail or IP address is masked,
 * except at the places in `own`. Rather too much than somebody else's data.
 */
export function withoutStrangers(
  view: Uint8Array,
  message: StrangerPlace,
  own: readonly StrangerPlace[],
  others: readonly StrangerPlace[],
): string {
  const original = Buffer.from(view.slice(message.start, message.end))
  const kept = own.map((place) =>
    within(original, { start: place.start - message.start, end: place.end - message.start }),
  )
  const copy = Buffer.from(original)
  for (const place of others) mask(copy, { start: place.start - message.start, end: place.end - message.start })
  for (const place of strangers(original, kept)) mask(copy, place)
  for (const { start, end } of kept) original.copy(copy, start, start, end)
  return copy.toString('utf8')
}

function within(text: Buffer, { start, end }: StrangerPlace): StrangerPlace {
  return { start: Math.max(0, start), end: Math.min(text.length, end) }
}

function mask(copy: Buffer, place: StrangerPlace): void {
  const { start, end } = within(copy, place)
  if (start < end) copy.fill('*', start, end)
}

function strangers(text: Buffer, own: readonly StrangerPlace[]): readonly StrangerPlace[] {
  const characters = text.toString('latin1')
  // The subject's own values end whatever stands beside them.
  const rest = without(characters, own)
  return [
    ...emailsIn(Buffer.from(rest, 'latin1')),
    ...placesOf(wrappedEmails, rest),
    ...placesOf(dottedQuads, characters),
    ...addressesIn(characters),
    ...numbersIn(rest),
  ]
}

function without(characters: string, places: readonly StrangerPlace[]): string {
  const rest = Buffer.from(characters, 'latin1')
  for (const { start, end } of places) rest.fill('\n', start, end)
  return rest.toString('latin1')
}

function emailsIn(text: Buffer): readonly StrangerPlace[] {
  const found: StrangerPlace[] = []
  for (let place = 0; place < text.length; place += 1) {
    const byte = at(text, place)
    if (byte !== 0x40 && !(byte === 0x25 && at(text, place + 1) === 0x34 && at(text, place + 2) === 0x30)) continue
    const address = anyEmailAt(text, place)
    if (address !== null) found.push(address)
  }
  return found
}

/** IPv6: a run with `::` or seven colons; `Class::add` is none. */
function addressesIn(characters: string): readonly StrangerPlace[] {
  return placesOf(colonRuns, characters).filter(({ start, end }) => {
    const run = characters.slice(start, end)
    const inWord = /\w/.test(characters.charAt(start - 1)) || /\w/.test(characters.charAt(end))
    return (run.includes('::') && (/\d/.test(run) || (!inWord && run !== '::'))) || run.split(':').length > 7
  })
}

/** Dates and the like end a number: what stands beside them is looked at for itself. */
function numbersIn(characters: string): readonly StrangerPlace[] {
  const dates = noNumbers.flatMap((pattern) => placesOf(pattern, characters))
  const text = without(characters, dates)
  const digitsAt = ({ start, end }: StrangerPlace): number => digitsOf(text.slice(start, end))
  return [
    ...placesOf(digitRuns, text).filter((run) => digitsAt(run) >= leastDigits),
    ...placesOf(tabbedRuns, text).filter((run) => digitsAt(run) >= fewestTabbedDigits),
  ]
}

/** Digits of a URL escape do not count. */
function digitsOf(run: string): number {
  return run.replace(/%2[0-9a-f]/gi, '').replace(/\D/g, '').length
}

function placesOf(pattern: RegExp, text: string): readonly StrangerPlace[] {
  return [...text.matchAll(pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length }))
}

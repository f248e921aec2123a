/** What numbering plans say: whether digits are a number of the world, and how a country dials. */

import type { PhoneNumber } from 'libphonenumber-js/max'

import { numberingLibrary, numberingPlanOf } from './numbering-library.ts'
import { argentineTails, olderNumbers } from './older-numbers.ts'

/** Digits, read as one possible number of the world. */
export interface NumberReading {
  /** E.164, e.g. `+17815550123`. */
  readonly number: string
  readonly callingCode: string
  /** The national significant number: no country code, no trunk prefix. */
  readonly national: string
  /** It belongs to somebody, or may; otherwise its length alone is right. */
  readonly isValid: boolean
  readonly phone: PhoneNumber
}

/** How a country dials: what it puts before numbers of other countries, and its own calling code. */
export interface DialingPlan {
  /** Null for a country without a numbering plan; then no number is national. */
  readonly callingCode: string | null
  readonly internationalPrefixes: readonly string[]
  /** What the telephone system of a site puts before numbers outside of it, e.g. `9`; it may have been stored with them. */
  readonly outsidePrefixes: readonly string[]
}

/** `abroad`: behind a country code. `home`: as people of the country dial. */
export type Writing = 'abroad' | 'home'

/** Below seven digits, country code included, a text names too many people. */
export const leastDigits = 7

/** Every trunk prefix in use; which of them a number takes, if any, its own numbering plan says. */
const trunkPrefixes = ['0', '1', '8', '06'] as const

/** The plan says so in digits, or as a pattern of carriers and a default. `00` is what many systems write everywhere. */
const universalPrefix = '00'

/**
 * Reads digits that begin with a country code. Null when their length is wrong there, when they are
 * fewer than seven without prefixes, and when they hold more than the
 * code, at most one trunk prefix, and the number: a carrier's selection code could not be told from a typing error.
 */
export function readInternational(digits: string, writing: Writing = 'abroad'): NumberReading | null {
  const asked = `${writing} ${digits}`
  const known = recent.get(asked)
  if (known !== undefined) return known
  const today = readToday(digits)
  const reading = today?.isValid === true ? today : (readOlder(digits, writing) ?? today)
  if (recent.size >= mostRecent) recent.clear()
  recent.set(asked, reading)
  return reading
}

/** While all forms of a number are tried, the same digits are read again and again. */
const recent = new Map<string, NumberReading | null>()
const mostRecent = 100

function readToday(digits: string): NumberReading | null {
  const { parsePhoneNumberFromString: parse } = numberingLibrary()
  const phone = parse(`+${digits}`, { extract: false })
  if (phone === undefined || !phone.isPossible()) return null
  const { number, countryCallingCode: callingCode, nationalNumber: national } = phone
  if (number.length - 1 < leastDigits) return null
  const reading = { number, callingCode, national, phone, isValid: phone.isValid() }
  if (number === `+${digits}`) return reading
  // What the parser made of it must be a number that it reads as itself, or two numbers could end as one.
  if (parse(number, { extract: false })?.number !== number) return null
  return possibleTails(reading).includes(digits.slice(callingCode.length)) ? reading : null
}

/** Only what is a valid number of today. */
function readOlder(digits: string, writing: Writing): NumberReading | null {
  for (const { callingCode, written, older, today } of olderNumbers) {
    if (!digits.startsWith(callingCode) || (written !== 'anywhere' && written !== writing)) continue
    const national = digits.slice(callingCode.length)
    const reading = older.test(national) ? readToday(callingCode + national.replace(older, today)) : null
    if (reading?.isValid === true) return reading
  }
  return null
}

/** The number as digits inside its country: bare first, then with its trunk prefix and as its plan formats it. */
export function nationalForms(reading: NumberReading, writing: Writing): readonly string[] {
  const { callingCode, national, number } = reading
  const older = olderNumbers
    .filter((one) => one.callingCode === callingCode && (one.written === 'anywhere' || one.written === writing))
    .flatMap((one) => one.of(national))
  const others = new Set([...possibleTails(reading), ...older].filter((tail) => tail !== national))
  const taken = [...others].filter((tail) => readInternational(callingCode + tail, writing)?.number === number)
  return [national, ...taken]
}

function possibleTails(reading: NumberReading): readonly string[] {
  // In North America the trunk prefix is the country code: 1781… is both, and 11781… nobody writes.
  const trunks = trunkPrefixes.filter((trunk) => trunk !== reading.callingCode)
  const formatted = digitsOf(reading.phone.formatNational())
  const tails = [reading.national, ...trunks.map((trunk) => trunk + reading.national), formatted]
  return [...tails, ...argentineTails(reading.callingCode, reading.national)]
}

/** Whether people of its country write the number with a trunk prefix always, like 030… in Germany, 0117… in Britain. */
export function needsTrunk(reading: NumberReading): boolean {
  return digitsOf(reading.phone.formatNational({ nationalPrefix: false })) !== reading.national
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

const plans = new Map<string, DialingPlan>()

/** The plan of an ISO 3166-1 alpha-2 country. Remembered, since reading it costs more than reading a number. */
export function dialingPlan(country: string): DialingPlan {
  const known = plans.get(country)
  if (known !== undefined) return known
  const plan = readPlan(country)
  plans.set(country, plan)
  return plan
}

function readPlan(country: string): DialingPlan {
  const { getCountryCallingCode, isSupportedCountry } = numberingLibrary()
  if (!isSupportedCountry(country)) return { callingCode: null, internationalPrefixes: [universalPrefix], ...noOutside }
  const plan = numberingPlanOf(country)
  const own = plan?.IDDPrefix() ?? universalPrefix
  const prefix = isDigits(own) ? own : plan?.defaultIDDPrefix()
  const prefixes = prefix !== undefined && isDigits(prefix) ? [prefix, universalPrefix] : [universalPrefix]
  return { callingCode: getCountryCallingCode(country), internationalPrefixes: [...new Set(prefixes)], ...noOutside }
}

const noOutside = { outsidePrefixes: [] } as const

function isDigits(text: string): boolean {
  return /^\d+$/.test(text)
}

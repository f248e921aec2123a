/** Phone numbers: one reading for every text, and all the texts that have this reading. */

import {
  dialingPlan,
  leastDigits,
  nationalForms,
  needsTrunk,
  readInternational,
  type DialingPlan,
  type NumberReading,
} from './numbering.ts'
import { spellNumber, spellUnknown } from './phone-spelling.ts'
import { withoutFraction } from './reading/number.ts'
import { plain } from './reading/plain.ts'
import { stripSeparators } from './signs.ts'

/** 15 digits of E.164 and the longest prefix before them. */
const mostDigits = 20

export interface Phone {
  readonly normal: string
  readonly digits: readonly string[]
  readonly written: readonly string[]
}

/** `outside`: what the tenant's telephone system puts before numbers outside of it. */
function planOf(country: string, outside: readonly string[]): DialingPlan {
  const plan = dialingPlan(country)
  const digits = [...new Set(outside.map((prefix) => prefix.replace(/\D/g, '')))]
  return outside.length === 0 ? plan : { ...plan, outsidePrefixes: digits }
}

/**
 * The number that a text means in a country's data: E.164 where some numbering plan knows it, otherwise the bare
 * digits as they are; null when it is no phone number. Separators do not matter. A pure function, so two different
 * numbers never have a text in common.
 */
export function interpret(text: string, country: string, outside: readonly string[] = []): string | null {
  const bare = stripSeparators(text)
  return isBare(bare) ? meaning(bare, planOf(country, outside)) : null
}

/**
 * A submitted number in all its forms, or null when it is malformed. `tel:` may lead it; no other letters. A fraction
 * behind it says that a spreadsheet has taken it for an amount: nobody knows then which digits it had.
 */
export function parsePhone(text: string, country: string, outside: readonly string[] = []): Phone | null {
  const shown = plain(text, 'number').text.trim().replace(/^tel:/i, '')
  const normal = withoutFraction(shown) === null ? interpret(shown, country, outside) : null
  return normal === null ? null : withPauses(phoneForms(normal, planOf(country, outside)), planOf(country, outside))
}

/** `9,7815550123`: a pause behind what is dialled first. Such a text is no number where nothing is dialled first. */
function withPauses(phone: Phone, { outsidePrefixes }: DialingPlan): Phone {
  const paused = outsidePrefixes.flatMap((prefix) => phone.digits.map((form) => `${prefix},${form}`))
  return paused.length === 0 ? phone : { ...phone, written: [...phone.written, ...paused] }
}

/** All forms of a number, from what `interpret` has made of some text. */
function phoneForms(normal: string, plan: DialingPlan): Phone {
  const reading = normal.startsWith('+') ? readInternational(normal.slice(1)) : null
  if (reading === null) return { normal, digits: [normal], written: [...new Set([normal, ...spellUnknown(normal)])] }
  const digits = digitForms(reading, plan)
  const known = new Set(digits)
  const tails = nationalForms(reading, 'home')
  const spelled = spellNumber(reading, tails, plan).filter((spelling) => known.has(stripSeparators(spelling)))
  return { normal, digits, written: [...new Set([...digits, ...spelled])] }
}

/** ITU E.123 international notation: `+`, then digits with spaces between them. */
export function isInternationalNotation(text: string): boolean {
  return /^\+\d+(?: \d+)*$/.test(text.trim()) && stripSeparators(text).length <= 1 + 15
}

function isBare(text: string): boolean {
  if (!/^\+?\d+$/.test(text)) return false
  const count = text.startsWith('+') ? text.length - 1 : text.length
  return count >= leastDigits && count <= mostDigits
}

function meaning(bare: string, plan: DialingPlan): string {
  if (bare.startsWith('+')) return readInternational(bare.slice(1))?.number ?? bare
  return readDialled(bare, plan)?.number ?? bare
}

/** Digits without `+`: valid readings go before such that only have a possible length. */
function readDialled(digits: string, plan: DialingPlan): NumberReading | null {
  const prefix = plan.internationalPrefixes.find((lead) => digits.startsWith(lead))
  const dialled = prefix === undefined ? null : readInternational(digits.slice(prefix.length))
  if (dialled?.isValid === true) return dialled
  const home = plan.callingCode === null ? null : readInternational(plan.callingCode + digits, 'home')
  const abroad = readInternational(digits)
  const certain = choose(digits, plan, valid(home), home?.isValid === true ? valid(abroad) : null)
  return certain ?? readOutside(digits, plan) ?? valid(abroad) ?? dialled ?? choose(digits, plan, home, abroad)
}

/** A valid number behind what the site dials to reach the outside. */
function readOutside(digits: string, plan: DialingPlan): NumberReading | null {
  for (const prefix of plan.outsidePrefixes) {
    const rest = digits.startsWith(prefix) ? digits.slice(prefix.length) : ''
    const reading = rest === '' ? null : readDialled(rest, { ...plan, outsidePrefixes: [] })
    if (reading?.isValid === true) return reading
  }
  return null
}

/**
 * The tenant's own country goes first. The exception: `49301234567` in Germany is Berlin with its country code, not a
 * number of the area 0493 whose trunk prefix somebody left out, since nobody leaves it out there.
 */
function choose(
  digits: string,
  plan: DialingPlan,
  home: NumberReading | null,
  abroad: NumberReading | null,
): NumberReading | null {
  if (home === null || abroad === null) return home ?? abroad
  const withOwnCode = abroad.callingCode === plan.callingCode
  return withOwnCode && digits === home.national && needsTrunk(home) ? abroad : home
}

function valid(reading: NumberReading | null): NumberReading | null {
  return reading?.isValid === true ? reading : null
}

/** Every text of digits that means this number: all that a reading could have started from, if it ended here. */
function digitForms(reading: NumberReading, plan: DialingPlan): readonly string[] {
  const complete = nationalForms(reading, 'abroad').map((tail) => reading.callingCode + tail)
  const leads = ['', ...plan.internationalPrefixes]
  const dialled = leads.flatMap((lead) => complete.map((digits) => lead + digits))
  const inside = reading.callingCode === plan.callingCode ? nationalForms(reading, 'home') : []
  const forms = new Set([...dialled, ...inside])
  const outside = plan.outsidePrefixes.flatMap((prefix) => [...forms].map((form) => prefix + form))
  const bare = [...forms, ...new Set(outside)].filter((form) => isBare(form) && meaning(form, plan) === reading.number)
  return [...complete.map((digits) => `+${digits}`).filter(isBare), ...new Set(bare)]
}

/** Phone numbers: one reading for every text, and all the texts that have this reading. */

import {
  dialingPlan,
  leastDigits,
  nationalForms,
  needsTrunk,
  readInternational,
  type DialingPlan,
  type Reading,
} from './numbering.ts'
import { spellNumber, spellUnknown } from './phone-spelling.ts'
import { plainTypography, stripSeparators } from './separators.ts'

/** 15 digits of E.164 and the longest prefix before them. */
const mostDigits = 20

export interface Phone {
  readonly normal: string
  readonly digits: readonly string[]
  readonly written: readonly string[]
}

/**
 * The number that a text means in a country's data: E.164 where some numbering plan knows it, otherwise the bare
 * digits as they are; null when it is no phone number. Separators do not matter. A pure function, so two different
 * numbers never have a text in common.
 */
export function interpret(text: string, country: string): string | null {
  const bare = stripSeparators(text)
  return isBare(bare) ? meaning(bare, dialingPlan(country)) : null
}

/** A submitted number in all its forms, or null when it is malformed. `tel:` may lead it; no other letters. */
export function parsePhone(text: string, country: string): Phone | null {
  const normal = interpret(plainTypography(text).trim().replace(/^tel:/i, ''), country)
  return normal === null ? null : phoneForms(normal, country)
}

/** All forms of a number, from what `interpret` has made of some text. */
function phoneForms(normal: string, country: string): Phone {
  const plan = dialingPlan(country)
  const reading = normal.startsWith('+') ? readInternational(normal.slice(1)) : null
  if (reading === null) return { normal, digits: [normal], written: [...new Set([normal, ...spellUnknown(normal)])] }
  const tails = nationalForms(reading)
  const digits = digitForms(reading, tails, plan)
  const known = new Set(digits)
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
function readDialled(digits: string, plan: DialingPlan): Reading | null {
  const prefix = plan.internationalPrefixes.find((lead) => digits.startsWith(lead))
  const dialled = prefix === undefined ? null : readInternational(digits.slice(prefix.length))
  if (dialled?.phone.isValid() === true) return dialled
  const home = plan.callingCode === null ? null : readInternational(plan.callingCode + digits)
  const abroad = readInternational(digits)
  return choose(digits, plan, valid(home), valid(abroad)) ?? dialled ?? choose(digits, plan, home, abroad)
}

/**
 * The tenant's own country goes first. The exception: `49301234567` in Germany is Berlin with its country code, not a
 * number of the area 0493 whose trunk prefix somebody left out, since nobody leaves it out there.
 */
function choose(digits: string, plan: DialingPlan, home: Reading | null, abroad: Reading | null): Reading | null {
  if (home === null || abroad === null) return home ?? abroad
  const withOwnCode = abroad.callingCode === plan.callingCode
  return withOwnCode && digits === home.national && needsTrunk(home) ? abroad : home
}

function valid(reading: Reading | null): Reading | null {
  return reading?.phone.isValid() === true ? reading : null
}

/** Every text of digits that means this number: all that a reading could have started from, if it ended here. */
function digitForms(reading: Reading, tails: readonly string[], plan: DialingPlan): readonly string[] {
  const complete = tails.map((tail) => reading.callingCode + tail)
  const leads = ['', ...plan.internationalPrefixes]
  const dialled = leads.flatMap((lead) => complete.map((digits) => lead + digits))
  const forms = new Set(reading.callingCode === plan.callingCode ? [...dialled, ...tails] : dialled)
  const bare = [...forms].filter((form) => isBare(form) && meaning(form, plan) === reading.number)
  return [...complete.map((digits) => `+${digits}`).filter(isBare), ...bare]
}

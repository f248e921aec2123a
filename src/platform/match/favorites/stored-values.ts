/** What stands in a favorite's field, ready to be compared: digits without separators, the address part of an e-mail. */

import { canonicalEmail } from '../email.ts'
import { plainTypography, separators, stripSeparators } from '../separators.ts'
import { numbersOfRun } from './number-runs.ts'

/** A stored number: its text without separators, and the digits alone. */
export interface StoredNumber {
  readonly bare: string
  readonly digits: string
}

const inNumber = separators.map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
/** A `+` begins a number of its own; anything but separators ends one. */
const runPattern = new RegExp(`\\+?[0-9${inNumber}]+`, 'g')

/** Digits of two numbers that stand side by side never meet. */
export function numbersIn(text: string): readonly StoredNumber[] {
  const plain = plainTypography(text.normalize('NFKC'))
  const runs = [...plain.matchAll(runPattern)].map(([run]) => run)
  return runs.flatMap(numbersOfRun).map((number) => {
    const bare = stripSeparators(number)
    return { bare, digits: bare.replace('+', '') }
  })
}

/** Of `a@b`, `Name <a@b>`, `mailto:a@b`, or several of them. */
export function addressesIn(text: string): readonly string[] {
  if (!text.includes('@')) return []
  const whole = addressIn(text)
  return whole === null ? text.split(/[;,\s]+/).flatMap((part) => addressIn(part) ?? []) : [whole]
}

function addressIn(text: string): string | null {
  return canonicalEmail(text.trim().replace(/^mailto:/i, ''))
}

/** The digits that a submitted number is searched by: separators and a `+` in front do not count. */
export function submittedDigits(value: string): string {
  return plainTypography(value.normalize('NFKC')).replace(/\D/g, '')
}

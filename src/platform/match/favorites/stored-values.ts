/** What stands in a favorite's field, ready to be compared: digits without separators, the address part of an e-mail. */

import { valueIn, valuesIn } from '../reading/field.ts'
import { numbersOfRun } from '../reading/number-runs.ts'
import { plain } from '../reading/plain.ts'
import { separators, stripSeparators } from '../signs.ts'

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
  const runs = [...plain(text, 'number').text.matchAll(runPattern)].map(([run]) => run)
  return runs.flatMap(numbersOfRun).map((number) => {
    const bare = stripSeparators(number)
    return { bare, digits: bare.replace('+', '') }
  })
}

/** Of `a@b`, `Name <a@b>`, `mailto:a@b`, or several of them. */
export function addressesIn(text: string): readonly string[] {
  const whole = valueIn(text, 'email')
  return whole === null ? [...new Set(valuesIn(text, 'email').flatMap(({ keys }) => keys))] : whole.keys
}

/** The digits that a submitted number is searched by: separators and a `+` in front do not count. */
export function submittedDigits(value: string): string {
  return plain(value, 'number').text.replace(/\D/g, '')
}

/** What tells one person from another in a row: a customer id, or the address at the other end of a call. */

import { fold } from './fold.ts'
import { companyNumbers, isOneDigit, type NumberRules } from './own-numbers.ts'
import { interpret } from './phone.ts'
import { addressIn } from './reading/address.ts'
import { numberIn } from './reading/number.ts'

/** Ids that stand for nobody. */
const nobodys = new Set(['0', '-1', 'null', 'none', 'unknown', 'n/a', '-', 'anonymous'])

/** The key that all spellings of an id share; null for one that is empty, masked or nobody's. */
export function personIn(text: string): string | null {
  const key = fold(text.trim())
  return key === '' || /^\*+$/.test(key) || nobodys.has(key) ? null : key
}

/**
 * The address of a person, read as a number or an e-mail address: neither the company's own, nor an extension, nor what
 * stands for nobody.
 */
export function otherEndReader(rules: NumberRules): (text: string) => string | null {
  const isCompanys = companyNumbers(rules)
  return (text) => {
    const address = addressIn(text)
    if (address !== null) return address
    const number = numberIn(text)?.bare ?? null
    const normal = number === null ? null : interpret(number, rules.country, rules.dialingPrefixes ?? [])
    // What no numbering plan knows is an extension.
    if (normal === null || !normal.startsWith('+') || isOneDigit(normal)) return null
    return isCompanys(normal) ? null : normal
  }
}

/** Numbers that the settings name by globs over digits: the company's own, and those that are never a person's. */

import type { Identifier } from '../../domain/identifier.ts'
import { readInternational } from './numbering.ts'
import { valueMatcher } from './value-globs.ts'

export interface NumberRules {
  readonly country: string
  readonly dialingPrefixes?: readonly string[] | undefined
  readonly ownNumbers?: readonly string[] | undefined
}

/** The digits of a number as `interpret` tells it: with its country code, and without. */
function digitsOf(normal: string): readonly string[] {
  if (!normal.startsWith('+')) return [normal]
  const digits = normal.slice(1)
  const national = readInternational(digits)?.national
  return national === undefined ? [digits] : [digits, national]
}

/** One digit again and again, as whoever has to fill in a number writes it. */
export function isOneDigit(normal: string): boolean {
  return digitsOf(normal).some((digits) => /^(\d)\1*$/.test(digits))
}

/** A glob as people write a number: blanks, dots, hyphens and brackets between the digits do not count. */
export function overDigits(glob: string): string {
  return glob.replace(/\[[^\]]*\]|[\s().+/-]/g, (sign) => (sign.startsWith('[') ? sign : ''))
}

/** Whether a number, as `interpret` tells it, is one of the company's. */
export function companyNumbers({ ownNumbers = [] }: Pick<NumberRules, 'ownNumbers'>): (normal: string) => boolean {
  if (ownNumbers.length === 0) return () => false
  const matches = valueMatcher(ownNumbers.map(overDigits))
  return (normal) => digitsOf(normal).some(matches)
}

/** Whether an identifier names nobody: globs over its digits, or over an address in lower case and what stands before `@`. */
export function namesNobody(globs: readonly string[]): (identifier: Pick<Identifier, 'kind' | 'normal'>) => boolean {
  const matches = valueMatcher(globs)
  const local = valueMatcher(globs.filter((glob) => !glob.includes('@')))
  return ({ kind, normal }) => {
    if (kind === 'phone') return digitsOf(normal).some(matches)
    const text = normal.trim().toLowerCase()
    return matches(text) || (kind === 'email' && local(text.slice(0, text.lastIndexOf('@'))))
  }
}

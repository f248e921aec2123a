/** E-mail addresses: the address part of a text, in the one form that stands for all its spellings. */

import { domainToASCII, domainToUnicode } from 'node:url'

import { fold } from './fold.ts'
import { bracketed } from './reading/decoration.ts'

// Dots may stand anywhere: Japanese carriers gave out addresses like `a..b.@…`. Quoted local parts are not taken.
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u
const strictLocalPart = /^[^.]+(?:\.[^.]+)*$/
// Checked before the conversion to ASCII, which would also decode `%41` and read `1.2` as an IPv4 address.
const domainPart = /^[\p{L}\p{M}\p{N}_.\u3002\uff0e\uff61-]+$/u
const asciiLabel = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/

/**
 * `a@b` of `Name <a@b>`, otherwise the text itself, without surrounding blanks, in lower case and Unicode normal form C.
 * With several addresses the text stays whole, and is no address.
 */
export function addressPart(text: string): string {
  return fold((bracketed(text) ?? text).trim())
}

/**
 * `local@ascii-domain`, folded like `addressPart`; null when the text holds no address, or more than one.
 * Upper and lower case are one even in the local part: no provider in use tells them apart.
 */
export function canonicalEmail(text: string): string | null {
  const address = addressPart(text)
  const at = address.indexOf('@')
  if (at < 1 || at !== address.lastIndexOf('@')) return null
  const local = address.slice(0, at)
  const domain = asciiDomain(address.slice(at + 1))
  return domain !== null && localPart.test(local) ? `${local}@${domain}` : null
}

/** The forms of a canonical address in lower case: with the domain in ASCII, and in Unicode where that differs. */
export function emailSpellings(canonical: string): readonly string[] {
  const at = canonical.lastIndexOf('@')
  const unicode = `${canonical.slice(0, at)}@${domainToUnicode(canonical.slice(at + 1))}`
  return [...new Set([canonical, unicode])]
}

/** What the cloud's input format asks beyond that: a dot in the domain, no empty piece between the local part's dots. */
export function isConventionalEmail(canonical: string): boolean {
  const [local = '', domain = ''] = canonical.split('@')
  return domain.includes('.') && strictLocalPart.test(local)
}

function asciiDomain(domain: string): string | null {
  if (!domainPart.test(domain)) return null
  const ascii = domainToASCII(domain)
  const labels = ascii.split('.')
  const isName = labels.every((label) => asciiLabel.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  return isName ? ascii : null
}

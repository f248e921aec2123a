/** Digits in a link that dials them: they are a number, whatever else they look like. */

import { numberSchemes, userSchemes } from '../../signs.ts'
import { asciiOf } from '../characters/bytes.ts'

const colon = String.raw`(?::|%(?:25){0,3}3a|\\u003a|\\x3a|&#58;|&#x3a;)(?://|(?:%(?:25){0,3}2f){2})?\(?$`
const numberLink = new RegExp(`(?:^|[^a-z0-9])(?:${numberSchemes.join('|')})${colon}`, 'i')
const userLink = new RegExp(`(?:^|[^a-z0-9])(?:${userSchemes.join('|')})${colon}`, 'i')
/** With a password or parameters, which have no blanks. */
const userBehind = /^(?:[:;][^@\s<>"]{0,64})?(?:@|%(?:25){0,3}40|\\u0040|\\x40|&#64;|&#x40;)/i

/** Of scheme, colon and slashes, each perhaps encoded. */
const longestLead = 40
const longestTail = 80

/** `tel:34.41.23.45`: such a link leads to no host. */
export function isInNumberLink(view: Uint8Array, start: number): boolean {
  return numberLink.test(asciiOf(view, start - longestLead, start))
}

/** Also the user of a SIP address: `sip:34.41.23.45@host`. */
export function isDialled(view: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const lead = asciiOf(view, start - longestLead, start)
  return numberLink.test(lead) || (userLink.test(lead) && userBehind.test(asciiOf(view, end, end + longestTail)))
}

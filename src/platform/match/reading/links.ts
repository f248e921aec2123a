/** Links that lead to a person: `tel:`, `sip:user@host`, `mailto:`, with their parameters. */

import { readInternational } from '../numbering.ts'
import { addressSchemes, extension, numberSchemes, userSchemes } from '../signs.ts'

const numberLink = new RegExp(`^(?:${numberSchemes.join('|')}):(?://)?(.*)$`, 'is')
const userLink = new RegExp(`^(?:${userSchemes.join('|')}):(?://)?(.*)$`, 'is')
const addressLink = new RegExp(`^(?:${[...addressSchemes, ...userSchemes].join('|')}):(?://)?(.*)$`, 'is')

/** The number of a link, with its extension behind it as people write it; null when the text is no such link. */
export function numberOfLink(text: string): string | null {
  const direct = numberLink.exec(text)?.[1]
  if (direct !== undefined) return withParameters(direct.replace(/[?].*$/s, '').trim())
  const rest = userLink.exec(text)?.[1]
  return rest === undefined ? null : userOf(rest)
}

/** The user of a SIP address: before the `@`, without password. A number may stand there without a host. */
function userOf(rest: string): string | null {
  const at = rest.indexOf('@')
  if (at < 0) return /^\+?[\d-]+(?:;.*)?$/s.test(rest) ? withParameters(rest) : null
  const user = rest.slice(0, at)
  if (/[<>\s"]/.test(user)) return null
  return withParameters(user.replace(/:[^;]*(?=;|$)/, ''))
}

/** `;ext=99` stays, `;phone-context=+1212` goes before a number that has no `+`; other parameters say nothing of it. */
function withParameters(text: string): string {
  const [number = '', ...parameters] = text.split(';')
  const named = new Map(
    parameters.map((one) => [one.replace(/=.*$/s, '').toLowerCase().trim(), one.replace(/^[^=]*=?/s, '')]),
  )
  const context = named.get('phone-context')
  const full =
    context !== undefined && /^\+[\d.()-]+$/.test(context) && !number.startsWith('+')
      ? withinContext(context, number)
      : number
  const behind = named.get('ext')
  return behind !== undefined && extension.test(`x${behind}`) ? `${full} x${behind}` : full
}

/** `1212…` within `+1` has its code already. */
function withinContext(context: string, number: string): string {
  const code = context.replace(/\D/g, '')
  const digits = number.replace(/\D/g, '')
  const own = digits.startsWith(code) && readInternational(code + digits) === null ? readInternational(digits) : null
  return own === null ? context + number : `+${number}`
}

/** The address of a link, without its query and, of a SIP address, without port and parameters; else the text itself. */
export function addressOfLink(text: string): string {
  const rest = addressLink.exec(text)?.[1]
  return rest === undefined
    ? text
    : rest
        .replace(/[?].*$/s, '')
        .replace(/(@[^;:]*)[;:].*$/s, '$1')
        .trim()
}

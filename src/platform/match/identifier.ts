/** From a submitted kind and value to an identifier that can be trusted, or the problem with it. */

import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'

import { canonicalEmail, emailSpellings, isConventionalEmail } from './email.ts'
import { canonicalIpAddress, ipAddressSpellings } from './ip-address.ts'
import { isInternationalNotation, parsePhone } from './phone.ts'
import { plain } from './reading/plain.ts'

export interface IdentifierRules {
  /** ISO 3166-1 alpha-2: how national phone numbers of this tenant are read. */
  readonly country: string
  /** What the tenant's telephone system puts before numbers outside of it. */
  readonly dialingPrefixes?: readonly string[] | undefined
  /** The cloud's input format asks for international phone notation and conventional e-mail addresses. */
  readonly form: 'cloud' | 'on-premises'
}

export type ParsedIdentifier =
  { readonly ok: true; readonly identifier: Identifier } | { readonly ok: false; readonly problem: string }

/** Source: Engage cloud, sample of an execution log. It is the answer for every kind, and never holds the value. */
const malformed: ParsedIdentifier = { ok: false, problem: 'incorrect device format' }

export const longestValue = 1024

type IdentifierForms = Pick<Identifier, 'normal' | 'written' | 'digits'>

/** Blanks around the value do not count; control characters and half surrogate pairs make it malformed. */
export function parseIdentifier(kind: IdentifierKind, value: string, rules: IdentifierRules): ParsedIdentifier {
  const text = value.trim()
  if (text === '' || value.length > longestValue || /[\p{Cc}\p{Cs}]/u.test(value)) return malformed
  const forms = formsOf(kind, text, rules)
  return forms === null ? malformed : { ok: true, identifier: { kind, value, ...forms } }
}

function formsOf(kind: IdentifierKind, text: string, rules: IdentifierRules): IdentifierForms | null {
  switch (kind) {
    case 'phone':
      return rules.form === 'cloud' && !isInternationalNotation(text)
        ? null
        : parsePhone(text, rules.country, rules.dialingPrefixes)
    case 'email':
      return emailForms(text, rules)
    case 'ipaddr':
      return ipAddressForms(text)
    case 'fbid':
    case 'twid':
    case 'wcid':
    case 'name':
    case 'username':
    case 'employeeid':
      return { normal: text, written: [text], digits: [] }
    default:
      return kind satisfies never
  }
}

function emailForms(text: string, rules: IdentifierRules): IdentifierForms | null {
  const normal = canonicalEmail(plain(text, 'text').text)
  if (normal === null || (rules.form === 'cloud' && !isConventionalEmail(normal))) return null
  return { normal, written: emailSpellings(normal), digits: [] }
}

function ipAddressForms(text: string): IdentifierForms | null {
  const normal = canonicalIpAddress(text)
  return normal === null ? null : { normal, written: ipAddressSpellings(normal), digits: [] }
}

/** The identifier that an owner submitted, read again; null where it is none under these rules. */
export function identifierOf(
  { kind, consumerId }: { readonly kind: IdentifierKind; readonly consumerId: string },
  rules: Pick<IdentifierRules, 'country' | 'dialingPrefixes'>,
): Identifier | null {
  const parsed = parseIdentifier(kind, consumerId, { ...rules, form: 'on-premises' })
  return parsed.ok ? parsed.identifier : null
}

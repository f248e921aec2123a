/** A number of every country and type that libphonenumber knows, and the ways in which texts write a number. */

import fc from 'fast-check'
import { getCountries, getCountryCallingCode, isValidPhoneNumber, Metadata } from 'libphonenumber-js/max'
import mobiles from 'libphonenumber-js/mobile/examples'

export interface Example {
  readonly country: ReturnType<typeof getCountries>[number]
  readonly type: string
  /** E.164. */
  readonly number: string
}

const types = [
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'PREMIUM_RATE',
  'PERSONAL_NUMBER',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const

/** Its own example where it has one, otherwise one made of the type's pattern, the same in every run. */
export function examples(): readonly Example[] {
  return getCountries().flatMap((country): readonly Example[] => {
    const metadata = new Metadata()
    metadata.selectNumberingPlan(country)
    const code = getCountryCallingCode(country)
    const own = mobiles[country]
    return types.flatMap((type): readonly Example[] => {
      const pattern = patternOf(metadata, type)
      const national =
        (type === 'MOBILE' ? own : undefined) ?? (pattern === undefined ? undefined : made(code, pattern))
      return national === undefined ? [] : [{ country, type, number: `+${code}${national}` }]
    })
  })
}

/** The package knows the types of its numbering plans, and its declarations do not say so. */
interface Typed {
  readonly type: (name: string) => { readonly pattern: () => string } | undefined
}

function patternOf({ numberingPlan }: Metadata, type: string): string | undefined {
  return isTyped(numberingPlan) ? numberingPlan.type(type)?.pattern() : undefined
}

function isTyped(plan: unknown): plan is Typed {
  return typeof plan === 'object' && plan !== null && 'type' in plan && typeof plan.type === 'function'
}

function made(code: string, pattern: string): string | undefined {
  const all = fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns: 40, seed: 7 })
  return all.find((one) => /^\d+$/.test(one) && (code + one).length >= 7 && isValidPhoneNumber(`+${code}${one}`))
}

const tight = (text: string): string => text.replace(/[ ()/]/g, '')

/** By their names. */
export const ways: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with a fraction of zeros': (text) => (/^\+?\d{8,}$/.test(text) ? `${text}.0` : text),
  'in quotes': (text) => `"${text}"`,
  'in angle brackets': (text) => `<${text}>`,
  'behind an apostrophe': (text) => `'${text}`,
  'behind a label': (text) => `Mobile: ${text}`,
  'before a semicolon': (text) => `${text};`,
  'before a hash': (text) => `${text}#`,
  'with an extension': (text) => `${text}x99`,
  'with an extension in a word': (text) => `${text} ext. 99`,
  'as a tel URI': (text) => `tel:${text}`,
  'as a SIP user': (text) => `sip:${tight(text)}@host.example`,
  'as a SIP user with parameters': (text) => `sip:${tight(text)};user=phone@host.example:5060`,
  'as a SIP user with a password': (text) => `sip:${tight(text)}:secret@host.example`,
  'behind a display name': (text) => `"Sample, Ada" <sip:${tight(text)}@host.example>;tag=1`,
  'in a URL': (text) => encodeURIComponent(text),
  'in a URL of a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in HTML': (text) => text.replace('+', '&#43;'),
  'in JSON': (text) => text.replace('+', '\\u002b'),
  'with hard blanks and dashes': (text) => text.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011'),
  'in full width': (text) => text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  'between marks of direction': (text) => `\u202a${text}\u202c`,
}

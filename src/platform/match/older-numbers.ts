/**
 * Numbers that were written otherwise before their country changed its plan, and stand so in data until today. Exactly
 * these are taken for each other; of any other two numbers none is ever taken for the other.
 */

export interface OlderNumbers {
  readonly callingCode: string
  /** `abroad`: behind the country code. `home`: as people of the country dial. */
  readonly written: 'abroad' | 'home' | 'anywhere'
  /** What the digits behind the country code were, and what they are today. */
  readonly older: RegExp
  readonly today: string
  /** From the national number of today to the digits it had. */
  readonly of: (national: string) => readonly string[]
  readonly source: string
}

const mexicanSource = 'Instituto Federal de Telecomunicaciones: ten digits and no prefixes since 3 August 2019'

export const olderNumbers: readonly OlderNumbers[] = [
  {
    callingCode: '52',
    written: 'abroad',
    older: /^1(\d{10})$/,
    today: '$1',
    of: (national) => (national.length === 10 ? [`1${national}`] : []),
    source: mexicanSource,
  },
  {
    callingCode: '52',
    written: 'home',
    older: /^(?:01|044|045)(\d{10})$/,
    today: '$1',
    of: (national) => (national.length === 10 ? ['01', '044', '045'].map((prefix) => prefix + national) : []),
    source: mexicanSource,
  },
  {
    // Radio numbers, which begin with 7, kept their eight digits.
    callingCode: '55',
    written: 'anywhere',
    older: /^0?(\d{2})([689]\d{7})$/,
    today: '$19$2',
    of: (national) => {
      const [, area, rest] = /^(\d{2})9([689]\d{7})$/.exec(national) ?? []
      return area === undefined || rest === undefined ? [] : [area + rest, `0${area}${rest}`]
    },
    source: 'Anatel, Resolução 553/2010: a ninth digit before mobile numbers, in all areas since 6 November 2016',
  },
]

/**
 * Argentine mobile numbers have a 9 behind the country code abroad and a 15 behind the area code at home, and many write
 * the second behind the first. Numbers without either are other lines. Area codes have two to four digits; which of these
 * texts is read as this number, the numbering plan says. Source: ENACOM, Plan Fundamental de Numeración.
 */
export function argentineTails(callingCode: string, national: string): readonly string[] {
  const [, local] = /^9(\d{10})$/.exec(national) ?? []
  if (callingCode !== '54' || local === undefined) return []
  const tails = [2, 3, 4].map((area) => `${local.slice(0, area)}15${local.slice(area)}`)
  return [...tails.map((tail) => `0${tail}`), ...tails]
}

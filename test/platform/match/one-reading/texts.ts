/** Texts of one person, Ada, as people and systems write them, and look-alikes that are somebody else's or nobody's. */

/** How a value may be written or wrapped so that the whole text still says nothing else. */
const wholly: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `${value} `,
  (value) => ` ${value}`,
  (value) => `"${value}"`,
  (value) => `'${value}'`,
  (value) => `'${value}`,
  (value) => `<${value}>`,
  (value) => `[${value}]`,
  (value) => `\u201c${value}\u201d`,
  (value) => `\u00ab${value}\u00bb`,
  (value) => `${value};`,
  (value) => `${value},`,
  (value) => `${value}.`,
  (value) => `\u200e${value}`,
  (value) => `\u202a${value}\u202c`,
  (value) => `\ufeff${value}`,
  (value) => `${value}\u200b`,
]

const ofNumbers: readonly ((value: string) => string)[] = [
  (value) => `tel:${value}`,
  (value) => `TEL:${value}`,
  (value) => `${value}#`,
  (value) => `${value}x99`,
  (value) => `${value} ext. 99`,
  (value) => `${value};ext=99`,
  (value) => `Mobile: ${value}`,
  (value) => `"Sample, Ada" <tel:${value}>`,
  (value) => encodeURIComponent(value),
  (value) => encodeURIComponent(encodeURIComponent(value)),
  (value) => value.replace('+', '&#43;'),
  (value) => value.replace('+', '\\u002b'),
  (value) => value.replaceAll(' ', '\u00a0'),
  (value) => value.replaceAll('-', '\u2011'),
  (value) => value.replaceAll('-', '\u2013'),
  fullWidth,
]

const ofUsers: readonly ((value: string) => string)[] = [
  (value) => `sip:${value}@host.example`,
  (value) => `SIP:${value}@192.0.2.99:5060`,
  (value) => `sips:${value}@host.example;transport=tls`,
  (value) => `<sip:${value}@host.example>`,
  (value) => `"Sample, Ada" <sip:${value}@host.example>;tag=a1`,
  (value) => `Ada <sip:${value}@host.example>`,
  (value) => `sip:${value}:secret@host.example`,
  (value) => `sip:${value};user=phone@host.example`,
  (value) => `sip:${value};phone-context=+1@host.example`,
  (value) => `sip:${value.replace('+', '%2B')}@host.example`,
]

const ofAddresses: readonly ((value: string) => string)[] = [
  (value) => `mailto:${value}`,
  (value) => `SMTP:${value}`,
  (value) => `Ada Sample <${value}>`,
  (value) => `"Sample, Ada" <${value}>`,
  (value) => `"Lovelace, Ada <cto>" <${value}>`,
  (value) => `${value} (home)`,
  (value) => value.replace('@', '%40'),
  (value) => value.replace('@', '%2540'),
  (value) => value.replace('@', '&#64;'),
  (value) => value.replace('@', '&#x40;'),
  (value) => value.replace('@', '\\u0040'),
  (value) => value.replace('@', '\uff20'),
]

/** Beside somebody else's value. */
const listed: readonly ((value: string, other: string) => string)[] = [
  (value, other) => `${value}; ${other}`,
  (value, other) => `${other},${value}`,
  (value, other) => `${other}|${value}`,
  (value, other) => `${other}\n${value}`,
  (value, other) => `${other} ${value}`,
]

/** Among other words. */
const mentioned: readonly ((value: string) => string)[] = [
  (value) => `please write to ${value}, thank you`,
  (value) => `{"contact":"${value}","n":1}`,
  (value) => `it was ${value}, now there is none`,
  (value) => `2026-01-02 10:15:30.123 INFO contact=${value} rc=0`,
  (value) => `contact was <b>${value}</b>!`,
  (value) => `to=${value}&from=none`,
]

const numbers = [
  '7815550101',
  '17815550101',
  '+17815550101',
  '01117815550101',
  '781-555-0101',
  '781.555.0101',
  '781 555 0101',
  '(781) 555-0101',
  '+1 781 555 0101',
  '+1-781-555-0101',
  '+1 (781) 555-0101',
  '1-781-555-0101',
  '781/555-0101',
] as const
const users = ['7815550101', '+17815550101', '17815550101', '781-555-0101', '+1-781-555-0101'] as const
const addresses = ['ada.sample@example.com', 'ADA.Sample@Example.COM', 'Ada.Sample@example.com'] as const

const otherNumbers = [
  '7815550102',
  '97815550101',
  '78155501012',
  '+447815550101',
  '+7815550101',
  '0044 781 555 0101',
  '+44 781 555 0101',
  '44-781-555-0101',
  '017815550101',
  '781-555-010',
  '781-555-0101-22',
  '555-0101',
  '7,815,550,101',
  '78155501010',
  'a7815550101',
  '7815550101a',
] as const
const otherAddresses = [
  'joada.sample@example.com',
  'jo.ada.sample@example.com',
  'ada.sample@example.co',
  'ada.sample@example.com.org',
  'ada.sample@sub.example.com',
  'ada.sample@example.org',
  'adasample@example.com',
  '\u00e9ada.sample@example.com',
  'ad\u0430.sample@example.com',
] as const

/** What a reading finds Ada in. `whole` says nothing else, `list` has others' values beside hers, `mention` has words. */
export interface Texts {
  readonly whole: readonly string[]
  readonly list: readonly string[]
  readonly mention: readonly string[]
  /** She is not named, however they are read. */
  readonly others: readonly string[]
}

export const ada = [
  ['phone', '+1 781 555 0101'],
  ['email', 'ada.sample@example.com'],
] as const

export const texts: Texts = {
  whole: distinct([
    ...each(numbers, [...wholly, ...ofNumbers]),
    ...each(users, ofUsers),
    ...each(addresses, [...wholly, ...ofAddresses]),
    '7815550101.0',
    '7815550101.00',
    '+17815550101.0',
    '7.815550101E9',
  ]),
  list: distinct([
    ...numbers.flatMap((value) => listed.map((list) => list(value, '9175550000'))),
    ...addresses.flatMap((value) => listed.map((list) => list(value, 'bob@example.com'))),
    'q-8000-7815550101-20260102-101530',
    '7815550101.0 9175550000.0',
  ]),
  mention: distinct([...each(numbers, mentioned), ...each(addresses, mentioned)]),
  others: distinct([
    ...each(otherNumbers, [...wholly, ...ofNumbers, ...mentioned]),
    ...each(otherAddresses, [...wholly, ...ofAddresses, ...mentioned]),
    ...otherNumbers.flatMap((value) => listed.map((list) => list(value, '9175550000'))),
    ...otherAddresses.flatMap((value) => listed.map((list) => list(value, 'bob@example.com'))),
    'sip:7815550101;phone-context=+44@host.example',
    '7.8155501E9',
    '0.7815550101',
    '78155501010.0',
    'bd7815550101-4a3b-11ee-be56-0242ac120002',
  ]),
}

function each<T>(values: readonly T[], ways: readonly ((value: T) => string)[]): readonly string[] {
  return values.flatMap((value) => ways.map((way) => way(value)))
}

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)]
}

function fullWidth(value: string): string {
  return value.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
}

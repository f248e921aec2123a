/** The awkward people every product is tried with, and the strangers next to them. */

import type { IdentifierKind } from '../../src/domain/identifier.ts'
import type { Subject } from '../../src/domain/subject.ts'
import { parseIdentifier } from '../../src/platform/match/identifier.ts'

export const tenant = { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'America/New_York' } as const

type Named = readonly [kind: IdentifierKind, value: string]

function person(key: string, type: Subject['type'], named: readonly Named[], attachedKeys: readonly string[]): Subject {
  const identifiers = named.map(([kind, value]) => {
    const parsed = parseIdentifier(kind, value, { country: tenant.country, form: 'on-premises' })
    if (!parsed.ok) throw new Error(`the corpus holds a malformed ${kind}`)
    return parsed.identifier
  })
  return { key, type, identifiers, attachedKeys }
}

export const phones = {
  ada: '+1 212 555 0101',
  ben: '555550102',
  cleo: '+44 20 7946 0103',
  dan: '2125550104',
  danAgain: '(212) 555-0104',
  shared: '+12125550199',
} as const

export const emails = { ada: 'Ada.Sample@Example.com', cleo: 'cleo@bücher.example', wild: 'a_b%c@example.com' } as const

/** Somebody's number in two spellings, raw digits, another country, an IDN, wildcards, one number of two people, no data. */
export const subjects: readonly Subject[] = [
  person(
    '1.consumer-1',
    'consumer',
    [
      ['name', 'Ada Sample'],
      ['phone', phones.ada],
      ['email', emails.ada],
    ],
    ['AcctNum', 'SSN'],
  ),
  person('1.consumer-2', 'consumer', [['phone', phones.ben]], []),
  person(
    '1.consumer-3',
    'consumer',
    [
      ['phone', phones.cleo],
      ['email', emails.cleo],
    ],
    ['AcctNum'],
  ),
  person(
    '2.consumer-1',
    'consumer',
    [
      ['phone', phones.dan],
      ['phone', phones.danAgain],
    ],
    [],
  ),
  person(
    '2.consumer-2',
    'consumer',
    [
      ['phone', phones.shared],
      ['email', emails.wild],
    ],
    [],
  ),
  person('2.consumer-3', 'consumer', [['phone', phones.shared]], ['AcctNum']),
  person(
    '2.consumer-4',
    'consumer',
    [
      ['phone', '+1 212 555 0177'],
      ['email', 'nobody@example.com'],
    ],
    ['AcctNum'],
  ),
  person(
    '1.employee-1',
    'employee',
    [
      ['username', 'SueSmith'],
      ['employeeid', 'RR11243'],
      ['name', 'Sue Smith'],
    ],
    [],
  ),
]

/** Numbers and addresses that look like a subject's and are another person's. */
export const strangers = {
  phones: [
    '+1 212 555 0100',
    '2125550111',
    '92125550101',
    '21255501011',
    '5550101',
    '+2125550101',
    '55555010',
    '5555501020',
    '+442079460104',
    '442079460113',
    '+1 213 555 0101',
  ],
  emails: [
    'ada.sample@example.co',
    'xada.sample@example.com',
    'ada.sample@example.com.example.org',
    'aXbYc@example.com',
    'a_b%cc@example.com',
    'cleo@bucher.example',
  ],
  usernames: ['SueSmith2', 'Sue Smith', 'SueSmit', 'SuSmith', 'Sue-Smith', 'S\u00fceSmith', 'SueSm\u0131th'],
} as const

/** How a column may hold Ada's number and address as a link, as a name with an address, or with what came along in a copy. */
export const wrapped = {
  phones: [
    'tel:+12125550101',
    'TEL:+1-212-555-0101',
    'tel:2125550101',
    'sip:+12125550101@example.com',
    'sips:2125550101@example.com:5061',
    'Ada <SIP:+12125550101@example.com>',
    '2125550101\n',
    '\t(212) 555-0101\r\n',
    '\u00a0+1 212 555 0101\u00a0',
    '\u202a+12125550101\u202c',
    '\u200e(212)\u200e 555-0101',
    'tel:+12125550101;ext=7',
    '212-555-0101 x99',
    '+1 212 555 0101 ext. 4',
    'sip:+12125550101;npdi;rn=+15550199@example.com:5060;user=phone',
    'sip:%2B12125550101@example.com',
    '<sip:2125550101:secret@example.com>;tag=1',
    'sip:5550101;phone-context=+1212@example.com',
    '"Sample, Ada <vip>" <tel:+1-212-555-0101>',
    '\uff0b\uff11\uff12\uff11\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff11',
    '212\u202f555\u202f0101',
    '212\u2010555\u20140101',
    '212\u00ad5550101',
    '\u200b2125550101',
    "'2125550101",
    '="2125550101"',
    '2125550101;',
    '+12125550101#',
    '(212) 555-0101 (home)',
    '2125550101.0',
    '12125550101.00',
    '2.125550101E9',
    '212_555_0101',
  ],
  emails: [
    'mailto:ada.sample@example.com',
    'MailTo:Ada.Sample@example.com',
    '"Ada" <ada.sample@example.com>',
    'Ada <mailto:ada.sample@example.com>',
    'ada.sample@example.com\r\n',
    '\u00a0ada.sample@example.com\t',
    '\u202aada.sample@example.com\u202c',
    '"Sample, Ada <vip>" <ada.sample@example.com>',
    "'ada.sample@example.com'",
    'ada.sample@example.com.',
    'ada.sample@example.com,',
    'mailto:ada.sample@example.com?subject=Hello',
    'mailto:ada.sample%40example.com',
    'SMTP:ada.sample@example.com',
    'ada.sample@example.com\u200b',
    'ada.sample@example.com (home)',
    'ADA.SAMPLE\uff20EXAMPLE.COM',
    'ada.sample&#64;example.com',
    'sip:ada.sample@example.com:5061;transport=tls',
  ],
} as const

/** The same around a stranger's, and other things that hold Ada's digits or letters. */
export const wrappedStrangers = {
  phones: [
    'tel:+12125550100',
    'tel:92125550101',
    'tel:+12125550100;ext=7',
    'let2125550101',
    'tel2125550101',
    'fax:2125550101',
    'mailto:2125550101@example.com',
    'sip:ada@2125550101',
    'sip:92125550101@example.com',
    'sip:+12125550100@example.com',
    'sip:2125550101x@example.com',
    'h323:2125550101@example.com',
    'ada@example.com sip:2125550101@example.com',
    '2125550100\n',
    '\u202a+12125550100\u202c',
    '2125550100\n',
    '2125550101.5',
    '2125550101.01',
    '2.1255501E9',
    '212555010.10',
    '9,2125550101',
    '2125550101x',
    '2125550101ext',
    '2125550101xtra5',
    'sip:2125550100;phone-context=+1@example.com',
    'sip:5550101;phone-context=+1213@example.com',
    'sip:5550101;phone-context=example.com@example.com',
    'sip:ada:2125550101@example.com',
    'sip:%32%2B12125550101@example.com',
    'tel:5550101;phone-context=+44212',
    '+1 212 555 01 01 5',
    '0212 555 0101',
    '\uff12\uff12\uff11\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff11',
    "'92125550101",
    '="12125550100"',
    '(home) 212-555-0102',
    '2,125,550,101',
    '$2,125,550,101.00',
    'ID2125550101',
    '2125550101A',
    'x2125550101',
    '212555010\u0661',
    '#2125550101',
    '*67 2125550101',
  ],
  emails: [
    'mailto:xada.sample@example.com',
    'mailto:ada.sample@example.com.example.org',
    'tomailto:ada.sample@example.com',
    'mailto:bo@example.com?cc=ada.sample@example.com',
    '"ada.sample@example.com" <bo@example.com>',
    'ada.sample@example.co\nm',
    'ada.sample @example.com',
    'ada.sample@example.com@example.org',
    'ada.sample%40example.com@example.org',
    'ada..sample@example.com',
    'ada.sample@example.com-x',
    '(ada.sample)@example.com',
    'mailto:bo@example.com?body=ada.sample@example.com',
    'sip:bo@ada.sample@example.com',
    'smtp.ada.sample@example.com',
    'ada.sample+news@example.com',
    'ada_sample@example.com',
    '\u0430da.sample@example.com',
    'ada.sample@ex\u0430mple.com',
    'ada.sample@example.c\u043em',
    '\u0131da.sample@example.com',
    'ada.sample@mail.example.com',
  ],
} as const

/** Texts as people and systems write them: each identifier in many spellings and wrappings, whole, spoilt, and in company. */

import type { Identifier } from '../../../../src/domain/identifier.ts'
import { chanceFrom, type Chance } from '../../../soak/random.ts'

type Some = readonly [string, ...string[]]

const separators: Some = [
  '',
  '',
  ' ',
  '-',
  '.',
  '/',
  '(',
  ')',
  '_',
  '\t',
  '\u00a0',
  '\u2011',
  '\u2013',
  '\u202f',
  '\u00ad',
  '+',
  '  ',
]
const before: Some = [
  ...([
    '',
    '',
    '',
    ' ',
    "'",
    '"',
    '="',
    '<',
    '(',
    '[',
    '{',
    '#',
    '*',
    '**',
    '\t',
    '\u200e',
    '\u202a',
    '\ufeff',
  ] as const),
  ...([
    'tel:',
    'TEL:',
    'sip:',
    'sips:',
    'SIP:+',
    'mailto:',
    'SMTP:',
    'callto:',
    'fax:',
    'Mobile: ',
    'x',
    '9',
    '9,',
    '0',
    '00',
    '011',
    '+',
  ] as const),
  ...([
    '"Sample, Ada <vip>" <',
    'Ada <',
    'Ada <sip:',
    '%2B',
    '&#43;',
    '2125550142; ',
    'a@b.example, ',
    '8000-',
    'call ',
    '\u96fb\u8a71',
  ] as const),
]
const behind: Some = [
  ...(['', '', '', ' ', "'", '"', '>', ')', ']', '}', ';', ',', '.', '#', '\n', '\r\n', '\u200b', '\u202c'] as const),
  ...([
    '.0',
    '.00',
    ',0',
    '.5',
    '.01',
    'E9',
    'e+09',
    'x99',
    ' ext. 7',
    ';ext=12',
    '#5',
    ',,9',
    '@example.com',
    ':secret@example.com',
  ] as const),
  ...([
    ';user=phone@host:5060',
    ';phone-context=+1212@x',
    '?subject=x',
    ' (home)',
    ', bob@example.com',
    '; 2125550100',
    '-20260102-7',
  ] as const),
  ...([
    '-12',
    '1',
    'a',
    '\u00e9',
    '@example.org',
    '.example',
    '+12125550100',
    ' 9175550000',
    '/2125550100',
    ':5060',
    '/32',
    '/128',
  ] as const),
]

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x21 + 0xff01))

/** One text, made of one of the identifiers. */
function written(chance: Chance, identifier: Identifier): string {
  const forms = [...identifier.digits, ...identifier.written, identifier.value]
  const form = chance.oneOf([forms[0] ?? '', ...forms.slice(1)])
  const spread = identifier.kind === 'phone' && chance.happens(0.4) ? separated(chance, form) : form
  return chance.oneOf<(text: string) => string>([
    (text) => text,
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLocaleUpperCase('tr'),
    (text) => text.toLocaleLowerCase('tr'),
    (text) => text.normalize('NFD'),
    (text) => fullWidth(text),
    (text) => text.replace('@', '%40'),
    (text) => text.replace('@', '&#64;'),
    (text) => text.replace('@', '\uff20'),
    (text) => text.replace('@', '\\u0040'),
    (text) => encodeURIComponent(text),
    (text) => `${text.slice(0, 1)}.${text.slice(1)}E${text.length - 1}`,
    (text) => `${text} ${text}`,
    (text) => spoilt(chance, text),
  ])(spread)
}

function separated(chance: Chance, form: string): string {
  return Array.from(form.replace(/[^+\d]/g, ''))
    .map((digit) => digit + (chance.happens(0.3) ? chance.oneOf(separators) : ''))
    .join('')
}

/** Another sign in one place, one more, or one fewer. */
function spoilt(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1)
  const sign = chance.oneOf(['0', '7', 'a', '\u0130', '\u0131', '.', '@', ' ', '\u0430', '\u2028'])
  const gone = chance.below(2)
  return text.slice(0, at) + (chance.happens(0.7) ? sign : '') + text.slice(at + gone)
}

/** As many as asked for; the same seed gives the same. */
export function* textsOf(identifiers: readonly Identifier[], count: number, seed: number): Iterable<string> {
  const chance = chanceFrom(seed)
  const [first, ...rest] = identifiers
  if (first === undefined) return
  for (let n = 0; n < count; n += 1) {
    const value = written(chance, chance.oneOf([first, ...rest]))
    const wrap = (text: string): string => chance.oneOf(before) + text + chance.oneOf(behind)
    const once = chance.happens(0.8) ? wrap(value) : value
    // PostgreSQL keeps no NUL.
    yield (chance.happens(0.15) ? wrap(once) : once).replaceAll('\0', '')
  }
}

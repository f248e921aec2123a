/** Whom the texts are made of: every kind, in several countries and scripts. */

import type { IdentifierKind } from '../../../../src/domain/identifier.ts'
import type { Subjects } from '../../../../src/domain/product.ts'
import { parseIdentifier } from '../../../../src/platform/match/identifier.ts'

const named: readonly (readonly [kind: IdentifierKind, value: string])[] = [
  ['phone', '+1 212 555 0101'],
  ['phone', '+1 212 555 0000'],
  ['phone', '5550123'],
  ['phone', '+44 20 7946 0103'],
  ['phone', '+49 30 23125 123'],
  ['phone', '+52 1 55 1234 5678'],
  ['phone', '+54 9 11 2345 6789'],
  ['phone', '+55 11 98123 4567'],
  ['email', 'ada.sample@example.com'],
  ['email', 'J\u00f6rg.Sample@b\u00fccher.example'],
  ['email', 'a_b%c@example.com'],
  ['email', "o'neil+x@example.org"],
  ['email', '\u03a3\u03bf\u03c6\u03af\u03b1@example.com'],
  ['ipaddr', '192.0.2.17'],
  ['ipaddr', '2001:db8::17'],
  ['username', 'SueSmith'],
  ['username', 'J\u00f3zef.\u0141uk'],
  ['name', 'Z\u00eb Sample'],
  ['name', 'INFO Line'],
  ['name', '\u0130brahim I\u015f\u0131k'],
  ['name', 's\u0131d\u0131k'],
  ['username', 'sidik'],
  ['twid', '@ann_x'],
  ['employeeid', 'a0B1c'],
]

export const people: Subjects = named.map(([kind, value], i) => {
  const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises' })
  if (!parsed.ok) throw new Error(`malformed: ${value}`)
  return { key: `1.consumer-${i + 1}`, type: 'consumer', identifiers: [parsed.identifier], attachedKeys: [] }
})

export const kinds = [...new Set(named.map(([kind]) => kind))]

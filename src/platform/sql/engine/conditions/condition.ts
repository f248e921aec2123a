/** The condition under which a row may hold somebody who is looked for: wider than the truth, never narrower. */

import type { Identifier, IdentifierKind } from '../../../../domain/identifier.ts'
import { storedForms } from '../../../match/written.ts'
import { formsOf, type NonEmptyForms, type Needle, type Needles } from '../../../match/needles.ts'
import { asciiWords, wordKeys } from '../../../match/word.ts'
import type { Database } from '../../database.ts'
import { qualified } from '../../keyed.ts'
import { searched } from '../predicate.ts'
import type { ResolvedColumn } from '../resolved.ts'
import { mayBeEmail, mayBeHost, mayMentionEmail, mayMentionHost } from './addresses.ts'
import {
  anyOf,
  equals,
  equalsByIndex,
  isOneOf,
  isUnusual,
  lowered,
  type Bound,
  type ColumnText,
} from './column-text.ts'
import { isLed } from './index-lead.ts'
import { mayBeNumber, mayMentionNumber } from './numbers.ts'
import { paddedForms } from './padded-forms.ts'
import { mayBeWord, mayHoldWord } from './words.ts'

/**
 * `read`: every spelling, by whatever the text is wrapped in. `led`: equality with the usual spellings of the kinds that
 * an index leads to; `written`: of the others. `again`: for verification, both ways at once.
 */
export type Comparison = 'read' | 'led' | 'written' | 'again'

/**
 * One condition for each group of kinds that the column is searched for, so that each can have a statement of its own.
 * Rows that satisfy one are read once more in memory.
 */
export function conditionsOn(
  database: Database,
  column: ResolvedColumn,
  needles: Needles,
  comparison: Comparison,
): readonly Bound[] {
  const text = { database, column, reference: qualified(searched, column.shape) }
  return groupsOfKinds.flatMap((kinds) => {
    const wanted = needles.of(kinds.filter((kind) => column.map.identifies.includes(kind)))
    const [kind] = kinds
    const isOther = isLed(column, kind) ? comparison === 'written' : comparison === 'led'
    if (wanted.length === 0 || isOther) return []
    const ways: Readonly<Record<Comparison, () => Bound>> = {
      read: () => mayName(text, kind, wanted),
      led: () => isWritten(text, kind, formsOf(wanted, storedForms), equalsByIndex),
      written: () => isWritten(text, kind, formsOf(wanted, storedForms), equals),
      again: () => anyOf([isWritten(text, kind, formsOf(wanted, asciiSpellings), equals), mayName(text, kind, wanted)]),
    }
    return [ways[comparison]()]
  })
}

type Kinds = readonly [IdentifierKind, ...IdentifierKind[]]

/** Names and ids are compared alike. */
const groupsOfKinds: readonly Kinds[] = [
  ['phone'],
  ['email'],
  ['ipaddr'],
  ['name', 'username', 'employeeid', 'fbid', 'twid', 'wcid'],
]

function mayName(text: ColumnText, kind: IdentifierKind, wanted: readonly Needle[]): Bound {
  const isText = text.column.map.kind === 'text'
  const forms = formsOf(wanted, (identifier) => asciiForms(identifier, isText))
  switch (kind) {
    case 'phone':
      return isText || forms === null ? mayMentionNumber(text, forms) : mayBeNumber(text, forms)
    case 'email':
      return isText || forms === null ? mayMentionEmail(text, forms) : mayBeEmail(text, forms)
    case 'ipaddr':
      return isText || forms === null ? mayMentionHost(text) : mayBeHost(text, forms)
    default:
      return isText ? mayHoldWord(text, forms) : mayBeWord(text, forms)
  }
}

/**
 * What a text of ASCII is compared with. Forms with other letters are left out: not every database can even be asked for
 * them, and every text with such letters is read in memory.
 */
function asciiForms(identifier: Identifier, withinText: boolean): readonly string[] {
  const { kind, digits, written, normal } = identifier
  const forms =
    kind === 'phone' ? digits : kind === 'email' || kind === 'ipaddr' ? written : wordForms(normal, kind, withinText)
  return forms.filter(isAscii).map((form) => form.toLowerCase())
}

function asciiSpellings(identifier: Identifier): readonly string[] {
  return storedForms(identifier).filter(isAscii)
}

function isAscii(text: string): boolean {
  return /^[ -~]+$/.test(text)
}

/** Within a text a word begins with a letter or digit: `@ann` is found as `ann`. */
function wordForms(normal: string, kind: IdentifierKind, withinText: boolean): readonly string[] {
  const words = asciiWords(wordKeys(normal, kind))
  return withinText ? words.map((word) => word.replace(/^[^\p{L}\p{N}_]+/u, '')) : words
}

/** Where an index leads to the texts, padding can be told of some kinds only, and addresses are compared in lower case. */
function isWritten(text: ColumnText, kind: IdentifierKind, forms: NonEmptyForms | null, equal: typeof equals): Bound {
  if (forms === null) return isUnusual(text)
  if (kind === 'email') return mayBeAddress(text, lowerCase(forms))
  return equal(text, kind === 'phone' ? forms : paddedForms(forms, text.column.shape))
}

function mayBeAddress(text: ColumnText, forms: NonEmptyForms): Bound {
  const { dialect } = text.database
  const asItIs = text.column.indexed && dialect.texts.foldsCase(text.column.shape)
  return asItIs ? equalsByIndex(text, forms) : isOneOf(text, lowered(text), forms)
}

function lowerCase([first, ...rest]: NonEmptyForms): NonEmptyForms {
  return [first.toLowerCase(), ...rest.map((form) => form.toLowerCase())]
}

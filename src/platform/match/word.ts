/** Names, user names and ids: the forms that stand for all spellings of one. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import { fold, foldTurkic } from './fold.ts'
import { plain } from './reading/plain.ts'

/** Ids that a system gave out may differ in the case of a letter alone; what people are called does not. */
const exact: readonly IdentifierKind[] = ['employeeid', 'wcid']

const anyI = /[iI\u0130\u0131]/

/** No folded text has this letter. */
const turkicMark = '\u0130'

/**
 * Two texts are the same word where they have a key in common. Unicode folds case in two ways, the common one and that of
 * Turkic languages; both texts have to be folded alike, so each way has keys of its own. Without what nobody sees and the
 * blanks around it; none when nothing is left.
 */
export function wordKeys(text: string, kind: IdentifierKind): readonly string[] {
  const shown = plain(text, 'text').text.trim()
  if (shown === '') return []
  if (exact.includes(kind)) return [shown.normalize('NFC')]
  const common = fold(shown)
  return anyI.test(shown) ? [common, turkicMark + foldTurkic(shown)] : [common]
}

/** The text that a key has been made of, folded. */
export function foldedIn(key: string): string {
  return key.startsWith(turkicMark) ? key.slice(turkicMark.length) : key
}

/** What texts of ASCII are in lower case that have one of these keys. */
export function asciiWords(keys: readonly string[]): readonly string[] {
  return keys.map((key) => foldedIn(key).replaceAll('\u0131', 'i'))
}

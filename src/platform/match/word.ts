/** Names, user names and ids: the form that stands for all spellings of one. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import { fold } from './fold.ts'
import { plain } from './reading/plain.ts'

/** Ids that a system gave out may differ in the case of a letter alone; what people are called does not. */
const exact: readonly IdentifierKind[] = ['employeeid', 'wcid']

/** Without what nobody sees and the blanks around it; null when nothing is left. */
export function wordKey(text: string, kind: IdentifierKind): string | null {
  const shown = plain(text, 'text').text.trim()
  if (shown === '') return null
  return exact.includes(kind) ? shown.normalize('NFC') : fold(shown)
}

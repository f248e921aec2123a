/** The keys by which holds and requests name the same person, or the same row, in whatever spelling. */

import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'
import { wordKeys } from '../../platform/match/word.ts'

export function personKeys({ kind, normal }: Pick<Identifier, 'kind' | 'normal'>): readonly string[] {
  return normalsOf(kind, normal).map((text) => JSON.stringify([kind, text]))
}

/** What stores fold, a hold folds too: rather one person too many is held than one too few. */
function normalsOf(kind: IdentifierKind, normal: string): readonly string[] {
  return kind === 'phone' || kind === 'email' || kind === 'ipaddr' ? [normal] : wordKeys(normal, kind)
}

export interface HeldRowName {
  /** Name of an entry, or the id of its product. */
  readonly product: string
  readonly table: string
  readonly locator: string
}

export function rowKey({ product, table, locator }: HeldRowName): string {
  return JSON.stringify(['row', product.toLowerCase(), table.toUpperCase(), locator])
}

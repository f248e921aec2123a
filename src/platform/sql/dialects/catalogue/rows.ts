/** Reads rows of a database's catalogue, which every engine answers in its own types. */

import type { IndexShape, Obstacle } from '../../catalogue.ts'

/** Of a column that no statement can write. */
export const computedMessage =
  'is computed by the database, which lets nobody write it; set `redact: keep` for it, and redact the columns that it is made of'

export const aDocument = 'is a document, in whose parts nobody is searched'
export const holdsNoText = 'holds no text'

/** Of a column of identifiers; what only comes with its row is exported and emptied all the same. */
export function unsearched(declared: string, why: string): Obstacle {
  const message = `(${declared}) ${why}; leave it out here, and search it by hand or through a table of its parts`
  return { to: 'search', message }
}

/** Of a type that has rounded a number when it was written: the one that was meant is in no row. */
export function fewDigits(declared: string): Obstacle {
  const message = `(${declared}) keeps seven digits of a number at most, so that nobody can tell whose it was; leave it out here, and look through it by hand`
  return { to: 'search', message }
}

/** What a trigger does is known to its author alone. */
export function triggerCopies(names: string): string {
  return `has triggers${names === '' ? '' : ` (${names})`}, which may keep earlier values elsewhere`
}

/** A catalogue's text, without the padding of old CHAR columns; empty for NULL. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value.trimEnd() : typeof value === 'number' ? String(value) : ''
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'Y' || value === 'YES' || value === 'UNIQUE' || Number(value) === 1
}

/** The number in parentheses of a declared type such as `varchar(255)`; null when there is none. */
export function lengthIn(declared: string): number | null {
  const digits = /\(\s*(\d+)/.exec(declared)?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * Rows `index_name`, `is_unique`, `column_name` in key order, one per index column; expressions have no column name, and
 * stand in `expression` where the catalogue tells them. `is_partial` where there are such indexes.
 */
export function groupIndexes(rows: readonly Readonly<Record<string, unknown>>[]): readonly IndexShape[] {
  const byName = new Map<string, { columns: string[]; expressions: string[]; unique: boolean; partial: boolean }>()
  for (const row of rows) {
    const name = text(row['index_name'])
    const kind = { unique: isTrue(row['is_unique']), partial: isTrue(row['is_partial']) }
    const index = byName.get(name) ?? { columns: [], expressions: [], ...kind }
    const expression = text(row['expression'])
    index.columns.push(expression === '' ? text(row['column_name']) : '')
    index.expressions.push(expression)
    byName.set(name, index)
  }
  return [...byName.values()]
}

/** What stands in a column after redaction, and how a value that was redacted before is told from one that was not. */

import { isPseudonym } from '../../crypto/pseudonym.ts'
import type { FoundValue } from '../../../domain/finding.ts'
import type { TargetOf } from './recorded-rows.ts'
import type { ResolvedColumn } from './resolved.ts'

/** What stands for a text that must not stay. */
const mask = '***'

/** `replacement`: the person's pseudonym; null where the column is not redacted with one. */
export function redactedValue(column: ResolvedColumn, replacement: string | null): string | null {
  return column.redact === 'null' ? null : tokenOf(column, replacement)
}

/** What stands for the person in a text that goes on naming others. */
export function tokenOf(column: ResolvedColumn, replacement: string | null): string {
  const token = column.redact === 'pseudonym' ? (replacement ?? mask) : mask
  return column.shape.length === null ? token : token.slice(0, column.shape.length)
}

/** Nobody's data any more: a row that two persons share may have been redacted for one of them before. */
export function isMasked(column: ResolvedColumn, value: string | null): boolean {
  return column.redact === 'mask' && value === redactedValue(column, null)
}

/** Nothing of what was recorded stands there any more: it is redacted, for this person or another, or empty. */
export function isRedacted(column: ResolvedColumn, value: string | null): boolean {
  if (value === null) return true
  if (column.redact === 'null' || column.redact === 'delete') return false
  const now = value.trimEnd()
  return now === redactedValue(column, null) || (column.redact === 'pseudonym' && isPseudonym(now))
}

/** The pseudonym of the finding's person where its column is redacted with one, otherwise null. */
export function replacementsBy(
  targetOf: TargetOf,
  pseudonymOf: (subjectKey: string) => string,
): (finding: FoundValue) => Promise<string | null> {
  return async ({ target, owner }) => {
    const { column } = await targetOf(target)
    return column.redact === 'pseudonym' ? pseudonymOf(owner.subjectKey) : null
  }
}

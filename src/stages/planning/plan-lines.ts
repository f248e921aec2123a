/** The lines that a plan's hash stands for, one for each value in the order of the record. Pure. */

import { textOfContent, type RecordedFinding } from '../../domain/finding.ts'
import type { Fingerprint } from '../../platform/crypto/fingerprint.ts'
import { canonicalJson } from '../../platform/text/canonical-json.ts'

export interface LineOf {
  readonly run: string
  /** Name of the entry. */
  readonly product: string
  /** Tells how the entry redacts: another setting of it is another plan. */
  readonly entry: string
  /** Under the salt of the run: the lines hold neither values nor identifiers. */
  readonly fingerprint: Fingerprint
}

export function planLine({ owner, target, locator, content }: RecordedFinding, of: LineOf): string {
  const { run, product, entry, fingerprint } = of
  const { subjectKey: subject, kind, consumerId } = owner
  const { table, column } = target
  const hidden = { identifier: fingerprint(consumerId), value: fingerprint(textOfContent(content)) }
  return canonicalJson({ run, product, entry, subject, kind, table, column, locator, ...hidden })
}

/** The lines that a plan's hash stands for: what it is about, and one for each value in the order of the record. Pure. */

import type { PlanMark } from '../../domain/decision.ts'
import type { ErasePlan } from '../../domain/erase-plan.ts'
import { textOfContent, type RecordedFinding } from '../../domain/finding.ts'
import type { Fingerprint } from '../../platform/crypto/fingerprint.ts'
import { rootBehind } from '../../platform/crypto/merkle.ts'
import { canonicalJson } from '../../platform/text/canonical-json.ts'

type PlanHead = Pick<ErasePlan, 'run' | 'tenant' | 'action'> &
  Pick<PlanMark, 'rows' | 'besides' | 'request' | 'settings' | 'version' | 'madeAt' | 'held'>

/** Stands before the tree of the values: another run, file, setting or release is another plan. */
export function planHash({ rows, ...about }: PlanHead): string {
  return rootBehind(headLine(about), rows)
}

function headLine(head: Omit<PlanHead, 'rows'>): string {
  const { run, tenant, action, besides, request, settings, version, madeAt, held } = head
  return canonicalJson({ run, tenant, action, besides, request, settings, version, madeAt, held })
}

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

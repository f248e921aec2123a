/** Counts the addresses that are left; those of functions stay on purpose. */

import { isFinding, type RecordedFinding } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { RunContext, Subjects } from '../../domain/product.ts'
import { verifyInTables } from '../../platform/sql/engine/table-session.ts'
import { inProperties } from './find.ts'
import { fileOf, tableWork, type AdvisorsSite } from './site.ts'

export async function leftOfAddresses(
  site: AdvisorsSite,
  subjects: Subjects,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): Promise<readonly Left[]> {
  const work = await tableWork(site)
  const rows = work === null ? [] : await verifyInTables(work, subjects, inTable(site, findings), run)
  const left: Left[] = rows.filter(({ owner }) => !site.isAlias(owner))
  for await (const one of inProperties(site, subjects, run.signal)) {
    if (isFinding(one) && one.content !== null && !site.isAlias(one.owner)) {
      left.push({ owner: one.owner, target: one.target, rows: 1 })
    }
  }
  return left
}

async function* inTable(
  { settings, isAlias }: AdvisorsSite,
  findings: AsyncIterable<RecordedFinding>,
): AsyncIterable<RecordedFinding> {
  for await (const finding of findings) {
    if (fileOf(finding.locator, settings) === undefined && !isAlias(finding.owner)) yield finding
  }
}

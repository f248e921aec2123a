/** Looks again for what a forget run erased, long after: changes nothing, neither in products nor in the journal. */

import { join } from 'node:path'

import { describeFailure, SettingsInvalid } from '../../domain/errors.ts'
import { asRecorded, isFinding, isIncomplete } from '../../domain/finding.ts'
import type { Evaluation, RecordedFinding } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Subject } from '../../domain/subject.ts'

import type { Services } from '../compose.ts'
import { entryOfStep } from '../run/entry-of-step.ts'
import { inputFolder } from '../folders.ts'
import type { FileEntry, StepEntry } from '../../records/journal/entries.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { earlierPart, partOf } from '../run/ledger.ts'
import { readRequestFile } from '../pass/request-file.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { recordPurged, requestFileChanged, tenantGone } from '../failures.ts'

export type Verified =
  | { readonly kind: 'verified'; readonly product: string; readonly left: readonly Left[] }
  | { readonly kind: 'failed'; readonly product: string; readonly code: string; readonly reason: string }

/** Per product of the run; a product that cannot look again does not keep the others from it. */
export async function* verifyAgain(
  services: Services,
  record: RunRecord,
  signal: AbortSignal,
): AsyncIterable<Verified> {
  const tenant = services.settings.tenants.find(({ name }) => name === record.run.tenant)
  if (tenant === undefined) throw tenantGone()
  const subjects = await subjectsOf(services, tenant, record.files)
  for (const step of record.steps) {
    signal.throwIfAborted()
    try {
      yield await verifyStep(services, { tenant, record, step, subjects }, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SettingsInvalid) throw error
      yield { kind: 'failed', product: step.product, ...describeFailure(error, 'stopped the product') }
    }
  }
}

interface StepToVerify {
  readonly tenant: TenantSettings
  readonly record: RunRecord
  readonly step: StepEntry
  readonly subjects: Subjects
}

async function verifyStep(services: Services, part: StepToVerify, signal: AbortSignal): Promise<Verified> {
  const { tenant, step, subjects } = part
  const { run } = part.record
  const entry = entryOfStep(step, part.record.steps, tenant.products)
  const recorded = await recordOf(services, part)
  const session = await services.openProduct(tenant, entry)
  try {
    const { id: runId, action, salt } = run
    const context = { runId, action, salt, startedAt: new Date(run.startedAt), again: true, signal }
    const left = await session.verify(subjects, recorded(), context)
    return { kind: 'verified', product: step.product, left: left.filter(({ rows }) => rows > 0) }
  } finally {
    await session.close()
  }
}

/** What the run has erased by; in the history, when a version without a record did it. */
async function recordOf(services: Services, part: StepToVerify): Promise<() => AsyncIterable<RecordedFinding>> {
  const { tenant, record, step, subjects } = part
  const found = partOf(record, tenant.tenantKey, step)
  const set = (await services.findings()).of(found)
  if (!isIncomplete(await set.tally(), step)) return () => set.recorded()
  const earlier = earlierPart(record, found, subjects)
  const rows = earlier === null ? null : (await services.history()).earlier(earlier)
  if (rows !== null && !isIncomplete(await rows.tally(), step)) return () => recordedIn(rows.evaluations())
  throw recordPurged(services.settings.history.daysToKeep)
}

async function* recordedIn(evaluations: AsyncIterable<Evaluation>): AsyncIterable<RecordedFinding> {
  for await (const one of evaluations) {
    const finding = isFinding(one) ? asRecorded(one) : null
    if (finding !== null) yield finding
  }
}

/** Whom to look for stands in the request files alone: the journal holds nobody's identifiers. */
async function subjectsOf(services: Services, tenant: TenantSettings, files: readonly FileEntry[]): Promise<Subjects> {
  const subjects: Subject[] = []
  for (const file of files) {
    const { maxRequestBytes } = services.settings
    const { country, dialingPrefixes, accounts } = tenant
    const rules = { country, dialingPrefixes, accounts, maxRequestBytes, fileNumber: file.fileNumber ?? 1 }
    const reading = await readRequestFile(join(inputFolder(tenant), file.name), rules)
    if (reading.kind !== 'accepted' || reading.request.sha256 !== file.sha256) {
      throw requestFileChanged()
    }
    subjects.push(...reading.request.subjects)
  }
  return subjects
}

/** One run as the journal knows it: what was asked, who worked on it when, what came of it, and what has changed since. */

import type { NotedDecision, PlanDecision } from '../../domain/decision.ts'
import type { Confirmation } from '../../domain/disposition.ts'
import type { AttemptEntry, FileEntry, RunEntry, StepEntry } from '../../records/journal/entries.ts'
import type { Journal } from '../../records/journal/journal.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { readDecision } from '../../stages/validation/decision.ts'
import type { Services } from '../compose.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { systemAnswers, type SystemAnswer } from '../systems.ts'

/**
 * An entry of the settings since the run began: as it was; other settings for the same data; its data is looked
 * for elsewhere; or there is no such entry any more. `unknown`: an earlier version began the run.
 */
export type SinceThen = 'same' | 'changed' | 'moved' | 'gone' | 'unknown'

export interface ShownStep extends Omit<StepEntry, 'runId' | 'ordinal' | 'entry'> {
  /** SHA-256 of the entry as it was written when the run began; null when an earlier version began it. */
  readonly settings: string | null
  readonly sinceThen: SinceThen
}

export interface ShownDecision extends Pick<NotedDecision, 'plan' | 'by' | 'receivedAt'> {
  readonly fileName: string
  /** Null for what is noted and can be read no more. */
  readonly decision: PlanDecision['decision'] | null
  /** Otherwise an account of the machine has decided. */
  readonly isSigned: boolean
  /** When something was written under the plan for the first time; null: nothing was. */
  readonly begunAt: string | null
}

export interface ShownRun {
  /** Of the tenant; UTC when the settings have it no more. */
  readonly timeZone: string
  readonly run: Omit<RunEntry, 'salt' | 'earlier'>
  readonly files: readonly FileEntry[]
  readonly steps: readonly ShownStep[]
  readonly attempts: readonly AttemptEntry[]
  /** By name of the declared product's entry. */
  readonly confirmations: ReadonlyMap<string, Confirmation>
  /** What people have decided about what was held, in the order in which it came. */
  readonly decisions: readonly ShownDecision[]
  /** Who took note that it ended without being done; null: nobody has, or it did not. */
  readonly acknowledgement: Confirmation | null
  /** How the systems of the source are answered under the settings of today; none when they have the tenant no more. */
  readonly systems: readonly SystemAnswer[]
}

export async function shownRun(services: Services, record: RunRecord): Promise<ShownRun> {
  const tenant = services.settings.tenants.find(({ name }) => name === record.run.tenant) ?? null
  const { salt: _salt, earlier: _earlier, ...run } = record.run
  const journal = await services.journal()
  return {
    timeZone: tenant?.timeZone ?? 'UTC',
    run,
    files: record.files,
    steps: shownSteps(record, tenant),
    attempts: record.attempts,
    confirmations: await journal.confirmations(run.id),
    decisions: await shownDecisions(journal, run.id),
    acknowledgement: await journal.acknowledgement(run.id),
    systems: tenant === null ? [] : systemAnswers(tenant, services.declaredIn(tenant)),
  }
}

async function shownDecisions(journal: Journal, runId: string): Promise<readonly ShownDecision[]> {
  const plans = new Map((await journal.plans(runId)).map((plan) => [plan.plan, plan]))
  return (await journal.decisions(runId)).map(({ plan, by, receivedAt, document, signature }) => {
    const { fileName = '', begunAt = null } = plans.get(plan) ?? {}
    const decision = readDecision(document)?.decision ?? null
    return { plan, fileName, decision, by, isSigned: signature !== null, receivedAt, begunAt }
  })
}

function shownSteps({ steps }: RunRecord, tenant: TenantSettings | null): readonly ShownStep[] {
  return steps.map((step) => {
    const { runId: _run, ordinal: _ordinal, entry, ...rest } = step
    return { ...rest, settings: entry?.settings ?? null, sinceThen: sinceThen(step, tenant) }
  })
}

function sinceThen({ product, entry }: StepEntry, tenant: TenantSettings | null): SinceThen {
  if (entry === null) return 'unknown'
  const inPlace = (tenant?.products ?? []).filter(({ mark }) => mark.place === entry.place)
  if (inPlace.some(({ mark }) => mark.settings === entry.settings)) return 'same'
  if (inPlace.length > 0) return 'changed'
  return (tenant?.products ?? []).some(({ name }) => name === product) ? 'moved' : 'gone'
}

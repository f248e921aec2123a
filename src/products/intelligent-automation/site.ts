/** One company of Intelligent Automation as this tenant has it: its task, its clocks, its views. */

import { join } from 'node:path'

import type { Target } from '../../domain/finding.ts'
import type { RunContext, Tenant } from '../../domain/product.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import type { Database } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { dayIn } from '../../platform/time/days.ts'
import { quietUntil, readDaySpan } from '../../platform/time/quiet-hours.ts'
import type { Tools } from '../../platform/tools.ts'
import { defaults, type AutomationSettings } from './settings.ts'

export interface AutomationSite {
  readonly settings: AutomationSettings
  readonly tenant: Tenant
  readonly clock: Clock
  /** Where is kept what was asked, in prints. */
  readonly stateFolder: string
  /** Null: what there is, and what is left, only the task tells. */
  readonly database: Database | null
  /** Whether a value is what the task leaves in place of one. */
  readonly isErased: (value: string) => boolean
}

export async function siteOf(settings: AutomationSettings, tenant: Tenant, tools: Tools): Promise<AutomationSite> {
  const erasedValue = new RegExp(settings.erasedValue ?? defaults.erasedValue, 'i')
  return {
    settings,
    tenant,
    clock: tools.clock,
    // Two entries of one run have one each.
    stateFolder: join(tools.stateDirectory, 'intelligent-automation', sha256(settings.task.requests).slice(0, 16)),
    database: settings.database === undefined ? null : await tools.database(settings.database),
    isErased: (value) => erasedValue.test(value.trim()),
  }
}

/** The fields of an export's answer, as TABLE_NAME and COLUMN_NAME have them. Source: JSON output example. */
export const answeredFields = ['cti_fields', 'question_answer', 'business_task_details'] as const

export function targetOf(field: string): Target {
  return { table: 'consumer', column: field }
}

/** The end of the overnight job, if it may be running. */
export function overnightUntil({ settings, tenant, clock }: AutomationSite): Date | null {
  const { overnightJob = defaults.overnightJob, timeZone = tenant.timeZone } = settings
  const spans = overnightJob.flatMap((span) => readDaySpan(span) ?? [])
  return quietUntil(spans, timeZone, clock.now())
}

export function dayOf({ settings, tenant }: AutomationSite, at: Date): string {
  return dayIn(settings.timeZone ?? tenant.timeZone, at)
}

/** Whether who looks at that time sees all calls of the day on which the run began. */
export function coversDay(site: AutomationSite, run: Pick<RunContext, 'startedAt'>, at: Date): boolean {
  const { historicalAfterDays = defaults.historicalAfterDays } = site.settings
  const seen = Date.parse(`${dayOf(site, at)}T00:00:00Z`) - historicalAfterDays * dayMs
  return seen >= Date.parse(`${lastDayOf(site, run)}T00:00:00Z`)
}

/** The last day whose calls the run is about. */
export function lastDayOf(site: AutomationSite, { startedAt }: Pick<RunContext, 'startedAt'>): string {
  return dayOf(site, startedAt ?? site.clock.now())
}

const dayMs = 86_400_000

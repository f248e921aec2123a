/** The settings after validation: parsed once, readonly, trusted inside. */

import type { HoldAnswer } from '../../domain/hold.ts'
import type { Tenant } from '../../domain/product.ts'
import type { DaySpan } from '../../platform/time/quiet-hours.ts'
import type { ApprovalMode, ApprovalRules } from '../../stages/planning/approval.ts'
import type { HoldTable } from '../../stages/holds/hold-table.ts'
import type { GuardLimits } from '../../stages/planning/guard.ts'
import type { RunLimits } from '../../stages/planning/plan.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import type { DatabaseSettings } from '../../platform/sql/settings.ts'
import type { EntryMark } from '../../records/journal/entries.ts'

/** When a kind of request is handled: as soon as its file is complete, or at the next scheduled pass. */
export type ProcessAt = 'on-arrival' | 'scheduled'

export interface ProductEntry {
  /** Product id. */
  readonly product: string
  /** Name of this entry in journal, history and reports: the id, with `#2`, `#3` … when a tenant has several. */
  readonly name: string
  /** Tells it apart from others of its product, wherever it stands. */
  readonly mark: EntryMark
  /** The same for entries on one store. */
  readonly store: string
  /** By the tenant's clocks: nothing is erased then. Those of the entry and of its database. */
  readonly quietHours: readonly DaySpan[]
  /** What of it waits for an approval, where that is more than the tenant's own setting says. */
  readonly approval: ApprovalMode
  /** The entry without `product`, `quietHours` and `approval`, as the product's own schema accepted it. */
  readonly settings: unknown
}

export interface HoldSettings {
  /** How what is held is answered where the list does not say. */
  readonly answer: HoldAnswer
  /** Null: nowhere. */
  readonly source: { readonly file: string } | HoldTable | null
}

export interface TenantSettings extends Tenant {
  readonly directory: string
  readonly layout: 'shared' | 'submit-result'
  readonly pickup: 'changed' | 'today'
  /** Values of `accountid` that requests may have here; missing: it is not looked at. */
  readonly accounts?: readonly string[] | undefined
  /** Beyond which an identifier is held. */
  readonly guard: GuardLimits
  /** Whose decision releases whoever is held. */
  readonly approval: ApprovalRules
  /** Where legal holds are listed, beside those that are added by command. */
  readonly holds: HoldSettings
  readonly process: { readonly export: ProcessAt; readonly forget: ProcessAt }
  /** Cron expression of the scheduled pass, in the tenant's time zone. */
  readonly schedule: string
  readonly products: readonly ProductEntry[]
}

export interface Settings {
  /** Folder of the settings file: relative paths in it start here. */
  readonly baseDirectory: string
  readonly journal: DatabaseSettings
  /** After so long without a heartbeat a worker has lost its tenant to whoever else is there, milliseconds. */
  readonly leaseMs: number
  readonly databases: Readonly<Record<string, DatabaseSettings>>
  readonly history: {
    /** Name in `databases`. */
    readonly database: string
    /** 0 to 30. */
    readonly daysToKeep: number
    /** Lethe may create the table on a server; SQLite always may. */
    readonly create: boolean
  }
  readonly tenants: readonly TenantSettings[]
  /** How long size, time and hash of an upload must be stable, milliseconds. */
  readonly settleMs: number
  /** How long the first complete request waits for others under `watch`, milliseconds. */
  readonly gatherMs: number
  /** How long a stable file that is not JSON yet is waited for by `watch` before it is refused, milliseconds. */
  readonly patienceMs: number
  readonly maxRequestBytes: number
  readonly limits: RequestLimits & RunLimits
  /** Days from its arrival after which a request that still fails is tried no more. */
  readonly giveUpAfterDays: number
  /** Days from its arrival within which the law wants a request answered: `status` and the metrics count down to it. */
  readonly deadlineDays: number
  /** Files whose names nearly are a request's get an execution log that says so. */
  readonly answerNearMisses: boolean
  /** Watch by polling, for network shares. */
  readonly polling: boolean
  /** Access rights of output files, e.g. 0o640. */
  readonly outputMode: number
  /** Where `watch` shows its health and numbers; null for nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' }
}

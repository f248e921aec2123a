/** The settings as written, once the schema has accepted them: defaults are not filled in yet. */

import type { HoldAnswer } from '../../domain/hold.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import type { HoldTable } from '../../stages/holds/hold-table.ts'

import type { ProcessAt, ProductEntry, Settings, TenantSettings } from './settings.ts'

export interface WrittenTls {
  readonly mode?: 'required' | 'off'
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly serverName?: string
}

export interface WrittenDatabase {
  readonly client: SqlClient
  readonly filename?: string
  readonly host?: string
  readonly port?: number
  readonly database?: string
  readonly schema?: string
  readonly user?: string
  readonly password?: string
  readonly tls?: 'required' | 'off' | WrittenTls
  readonly rowsPerTransaction?: number
  readonly lockTimeoutMs?: number
  readonly pauseMs?: number
  readonly quietHours?: readonly string[]
}

export interface WrittenProduct {
  readonly product: string
  readonly quietHours?: readonly string[]
  readonly approval?: ProductEntry['approval']
  readonly [setting: string]: unknown
}

export interface WrittenApproval {
  readonly mode?: TenantSettings['approval']['mode']
  readonly approvers?: string
  readonly needed?: number
  readonly expiresAfter?: number | string
  readonly unsigned?: boolean
}

export interface WrittenHolds {
  readonly file?: string
  readonly database?: string
  readonly table?: string
  readonly columns?: HoldTable['columns']
  readonly answer?: HoldAnswer
}

export interface WrittenTenant {
  readonly name: string
  readonly tenantKey: number
  readonly directory: string
  readonly country: string
  readonly dialingPrefixes?: readonly string[]
  readonly timeZone: string
  readonly layout?: TenantSettings['layout']
  readonly pickup?: TenantSettings['pickup']
  readonly accounts?: readonly string[]
  readonly ownNumbers?: readonly string[]
  readonly guard?: Partial<TenantSettings['guard']>
  readonly approval?: WrittenApproval
  /** A text is the path of a file. */
  readonly holds?: string | WrittenHolds
  readonly process?: { readonly export?: ProcessAt; readonly forget?: ProcessAt }
  readonly schedule?: string
  readonly products: readonly WrittenProduct[]
}

export interface WrittenSettings {
  readonly journal?: WrittenDatabase
  readonly databases?: Readonly<Record<string, WrittenDatabase>>
  readonly history?: { readonly database?: string; readonly daysToKeep?: number; readonly create?: boolean }
  readonly tenants: readonly WrittenTenant[]
  readonly lease?: number | string
  readonly settle?: number | string
  readonly gather?: number | string
  readonly patience?: number | string
  readonly maxRequestBytes?: number
  readonly limits?: Partial<Settings['limits']>
  readonly giveUpAfterDays?: number
  readonly deadlineDays?: number
  readonly answerNearMisses?: boolean
  readonly polling?: boolean
  readonly outputMode?: string
  readonly metrics?: { readonly host?: string; readonly port: number }
  readonly log?: { readonly level?: Settings['log']['level'] }
}

/** Settings of the Info Mart product. */

import { fullScanPolicies, type FullScanPolicy } from '../../platform/sql/engine/inspect.ts'
import { phoneMatches, redactions, type PhoneMatch, type Redaction } from '../../platform/sql/engine/table-map.ts'

export interface SiteTable {
  readonly key?: readonly string[]
  /** Null: the table holds this tenant only. */
  readonly tenantColumn?: string | null
}

export interface InfoMartSettings {
  readonly database: string
  readonly tenantDbid?: number
  readonly exclude?: readonly string[]
  readonly siteTables?: Readonly<Record<string, SiteTable>>
  readonly recordFields?: Readonly<Record<string, string>>
  readonly unmappedKeys?: 'note' | 'error'
  readonly redact?: Readonly<Record<string, Redaction>>
  readonly match?: Readonly<Record<string, PhoneMatch>>
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

const columnName = '^[A-Za-z0-9_]+\\.[A-Za-z0-9_]+$'

export const infoMartSchema = {
  type: 'object',
  required: ['database'],
  additionalProperties: false,
  properties: {
    database: { type: 'string', description: 'Name in `databases`.' },
    tenantDbid: { type: 'integer', description: 'DBID of the tenant: TENANTID of GIDB_GC_AGENT.' },
    exclude: {
      type: 'array',
      items: { type: 'string' },
      uniqueItems: true,
      description: 'Tables that this site does not have; any other table that is missing is an error.',
    },
    siteTables: {
      type: 'object',
      description:
        'Tables whose key or tenant column no source documents, switched on per site: CDR_FACT, SDR_SESSION_FACT, SDR_CUST_ATRIBUTES_FACT, SDR_SURVEY_TRANSCRIPT_FACT; and the tenant column of LDR_FACT.',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          key: { type: 'array', items: { type: 'string' }, minItems: 1 },
          tenantColumn: { type: ['string', 'null'], description: 'null: the table holds this tenant only.' },
        },
      },
    },
    recordFields: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^RECORD_FIELD_([1-9]|[1-5][0-9]|60)$' },
      description: 'Which RECORD_FIELD_n of CONTACT_ATTEMPT_FACT holds a key of the request (`gim-attached-data`).',
    },
    unmappedKeys: {
      enum: ['note', 'error'],
      default: 'note',
      description:
        'A key of the request that neither CTL_UD_TO_UDE_MAPPING nor `recordFields` knows: note it in the history as evaluated and empty, or fail.',
    },
    redact: {
      type: 'object',
      propertyNames: { pattern: columnName },
      additionalProperties: { enum: redactions },
      description: 'How a column is redacted, by `TABLE.COLUMN`, where the default does not suit.',
    },
    match: {
      type: 'object',
      propertyNames: { pattern: columnName },
      additionalProperties: { enum: phoneMatches },
      description: 'How phone numbers are compared in a column, by `TABLE.COLUMN`.',
    },
    fullScan: { enum: fullScanPolicies, default: 'warn' },
    fullScanRows: { type: 'integer', minimum: 0, default: 1_000_000 },
  },
} as const

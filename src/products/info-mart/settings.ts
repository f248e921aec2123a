/** Settings of the Info Mart product. */

import {
  fullScanPolicies,
  phoneMatches,
  redactions,
  timeForms,
  type FullScanPolicy,
  type PhoneMatch,
  type Redaction,
  type RowTime,
} from '../../platform/sql/engine/table-map.ts'
import { retentionSchema, type Retention } from './retention.ts'

/** What rows of no tenant (TENANT_KEY NULL or -1) are. */
const unassignedRules = ['include', 'error', 'ignore'] as const
export type UnassignedRule = (typeof unassignedRules)[number]

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
  readonly peopleKeys?: readonly string[]
  readonly redact?: Readonly<Record<string, Redaction>>
  readonly match?: Readonly<Record<string, PhoneMatch>>
  readonly joins?: {
    readonly contactAttempts?: readonly ('CALLID' | 'CALL_ATTEMPT_ID')[]
    readonly dateKeys?: boolean
  }
  readonly unassignedRows?: UnassignedRule
  readonly times?: Readonly<Record<string, RowTime | null>>
  readonly retention?: Retention
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

/** Compared without case and without signs between the words. */
export const defaultPeopleKeys = [
  ...['CustomerId', 'CustId', 'CustomerNumber', 'CustomerNo', 'ClientId', 'ClientNumber', 'ContactId', 'MemberId'],
  ...['AccountId', 'AccountNumber', 'AccountNo', 'AcctNum', 'AcctNo', 'AcctId', 'ContractNumber', 'PolicyNumber'],
  ...['Email', 'EmailAddress', 'CustomerEmail'],
] as const

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
      description:
        'Tables that this site does not have, and columns as `TABLE.COLUMN`, in any case; whatever else is missing is an error.',
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
    peopleKeys: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: defaultPeopleKeys,
      description:
        'Keys of attached data that tell people apart: an identifier that reaches too many different values of one of them is held (`guard`). They take the place of the default.',
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
    joins: {
      type: 'object',
      additionalProperties: false,
      description: 'Further joins that this site knows to hold.',
      properties: {
        contactAttempts: {
          type: 'array',
          items: { enum: ['CALLID', 'CALL_ATTEMPT_ID'] },
          uniqueItems: true,
          description:
            'From CONTACT_ATTEMPT_FACT to attached data: CALLID is MEDIA_SERVER_IXN_GUID of the interaction, CALL_ATTEMPT_ID is GSW_CALL_ATTEMPT_GUID of IRF_USER_DATA_GEN_1.',
        },
        dateKeys: {
          type: 'boolean',
          default: false,
          description:
            'START_DATE_TIME_KEY is the same on both sides of a join to attached data, and always filled: a partitioned database then reads one partition.',
        },
      },
    },
    unassignedRows: {
      enum: unassignedRules,
      description:
        'Rows whose TENANT_KEY is NULL or -1. include: they are this tenant’s, refused where several tenants use the database; error: the identifier that they speak of is an ERROR; ignore: they are nobody’s. Default: include where RESOURCE_ and the settings show that only this tenant uses the database, otherwise error.',
    },
    times: {
      type: 'object',
      description:
        'By table, the column that tells when its rows are from, for identifiers of which a request names the days (`from`, `to`). Defaults: START_TS, ADDED_TS of CALLBACK_FACT, START_DATE_TIME_KEY of CONTACT_ATTEMPT_FACT and LDR_FACT. null: nobody knows, and such rows are left alone.',
      additionalProperties: {
        type: ['object', 'null'],
        required: ['column', 'as'],
        additionalProperties: false,
        properties: { column: { type: 'string', minLength: 1 }, as: { enum: timeForms } },
      },
    },
    retention: retentionSchema,
    fullScan: { enum: fullScanPolicies, default: 'warn' },
    fullScanRows: { type: 'integer', minimum: 0, default: 1_000_000 },
  },
} as const

/** The settings with the names of tables and columns as they are documented, in upper case. */
export function inUpperCase(settings: InfoMartSettings): InfoMartSettings {
  const { redact, match, siteTables, times } = settings
  return {
    ...settings,
    ...(siteTables === undefined ? {} : { siteTables: upperKeys(siteTables) }),
    ...(redact === undefined ? {} : { redact: upperKeys(redact) }),
    ...(match === undefined ? {} : { match: upperKeys(match) }),
    ...(times === undefined ? {} : { times: upperKeys(times) }),
  }
}

function upperKeys<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]))
}

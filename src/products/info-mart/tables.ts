/**
 * The documented tables of the Info Mart, as data. Source: Physical Data Model, CTL_GDPR_HISTORY, and the pages of each
 * table. Consumers are found by phone and e-mail, employees by username only.
 */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { ColumnMap, Redaction, RowTime, TableMap } from '../../platform/sql/engine/table-map.ts'

export type Documented = Omit<TableMap, 'tenant'> & { readonly tenantColumn: 'TENANT_KEY' | 'TENANTID' | 'per-site' }

const contact: readonly IdentifierKind[] = ['phone', 'email']

/** A column that may hold the person's address, or the company's: it is the person's only where it matched. */
const address = (column: string, otherEnd?: string): ColumnMap => ({
  column,
  identifies: contact,
  comesWithRow: false,
  ...(otherEnd === undefined ? {} : { otherEnd }),
})
/** What people said or typed: they may be named anywhere in it. */
const text = (column: string): ColumnMap => ({ ...address(column), kind: 'text' })
const withRow = (column: string, redact?: Redaction): ColumnMap => ({
  column,
  identifies: [],
  comesWithRow: true,
  ...(redact === undefined ? {} : { redact }),
})
/** Seconds of UTC; keys of time are the beginning of their quarter of an hour (unverified, see `times`). */
const seconds = (column: string): RowTime => ({ column, as: 'epoch-seconds' })
const username = (column: string): ColumnMap => ({
  column,
  identifies: ['username'],
  comesWithRow: false,
  redact: 'pseudonym',
})

export const consumerTables: readonly Documented[] = [
  {
    table: 'INTERACTION_FACT',
    key: ['INTERACTION_ID'],
    tenantColumn: 'TENANT_KEY',
    // Whom many different people have called is the company; whoever has called it is one of them.
    columns: [address('SOURCE_ADDRESS'), address('TARGET_ADDRESS', 'SOURCE_ADDRESS')],
    time: seconds('START_TS'),
  },
  {
    table: 'INTERACTION_RESOURCE_FACT',
    key: ['INTERACTION_RESOURCE_ID'],
    tenantColumn: 'TENANT_KEY',
    columns: [address('TARGET_ADDRESS')],
    time: seconds('START_TS'),
  },
  {
    table: 'IXN_RESOURCE_STATE_FACT',
    key: ['IXN_RESOURCE_STATE_FACT_KEY'],
    tenantColumn: 'TENANT_KEY',
    columns: [address('TARGET_ADDRESS')],
    time: seconds('START_TS'),
  },
  {
    table: 'CONTACT_ATTEMPT_FACT',
    key: ['CONTACT_ATTEMPT_FACT_KEY'],
    tenantColumn: 'TENANT_KEY',
    columns: [address('CONTACT_INFO')],
    time: seconds('START_DATE_TIME_KEY'),
  },
  {
    // The key is derived: ADDED_TS, DS_AUDIT_KEY and EVENT_SEQUENCE carry the key marks of the page.
    table: 'CALLBACK_FACT',
    key: ['ADDED_TS', 'DS_AUDIT_KEY', 'EVENT_SEQUENCE'],
    tenantColumn: 'TENANT_KEY',
    columns: [address('CUSTOMER_ANI', 'CUSTOMER_PHONE_NUMBER'), address('CUSTOMER_PHONE_NUMBER', 'CUSTOMER_ANI')],
    time: seconds('ADDED_TS'),
  },
  {
    table: 'LDR_FACT',
    key: ['ID', 'START_DATE_TIME_KEY'],
    tenantColumn: 'per-site',
    columns: [withRow('CLIENT_ID'), address('CONTACT_INFO')],
    people: ['CLIENT_ID'],
    time: seconds('START_DATE_TIME_KEY'),
  },
]

export const employeeTables: readonly Documented[] = [
  {
    table: 'GIDB_GC_AGENT',
    key: ['ID'],
    tenantColumn: 'TENANTID',
    columns: [
      username('USERNAME'),
      withRow('EMPLOYEEID', 'pseudonym'),
      withRow('FIRSTNAME'),
      withRow('LASTNAME'),
      withRow('EMAIL'),
    ],
  },
  {
    table: 'RESOURCE_',
    key: ['RESOURCE_KEY'],
    tenantColumn: 'TENANT_KEY',
    // Queues, IVRs and routing points stand here too, and may bear a person's name.
    only: { columns: ['RESOURCE_TYPE_CODE', 'RESOURCE_TYPE'], values: ['AGENT'] },
    columns: [
      username('RESOURCE_NAME'),
      withRow('EMPLOYEE_ID', 'pseudonym'),
      withRow('AGENT_FIRST_NAME'),
      withRow('AGENT_LAST_NAME'),
    ],
  },
  {
    table: 'ROUTING_TARGET',
    key: ['ROUTING_TARGET_KEY'],
    tenantColumn: 'TENANT_KEY',
    columns: [username('TARGET_OBJECT_SELECTED')],
  },
]

/** Keys, tenant columns and types are unverified: searched only where a site switches them on. Spelled as printed. */
export const siteTables: readonly Documented[] = [
  { table: 'CDR_FACT', tenantColumn: 'per-site', columns: [address('ANI'), address('DNIS', 'ANI')] },
  { table: 'SDR_SESSION_FACT', tenantColumn: 'per-site', columns: [address('ANI')] },
  { table: 'SDR_CUST_ATRIBUTES_FACT', tenantColumn: 'per-site', columns: [text('ATRIBUTE_VALUE')] },
  { table: 'SDR_SURVEY_TRANSCRIPT_FACT', tenantColumn: 'per-site', columns: [text('TRANSCRIPTION')] },
]

/** Every table of every product that lives in tables, and settings that switch all of them on. */

import { infoMartWorld } from '../../../contract/info-mart-world.ts'
import type { CatalogueTable } from './catalogue.ts'

const key = 'numeric(19) not null primary key'
const text = 'varchar(255)'

const siteTables: readonly CatalogueTable[] = [
  { name: 'CDR_FACT', key: ['ID'], columns: { ID: key, SITE: 'int', ANI: text, DNIS: text } },
  { name: 'SDR_SESSION_FACT', key: ['ID'], columns: { ID: key, SITE: 'int', ANI: text } },
  { name: 'SDR_CUST_ATRIBUTES_FACT', key: ['ID'], columns: { ID: key, SITE: 'int', ATRIBUTE_VALUE: text } },
  {
    name: 'SDR_SURVEY_TRANSCRIPT_FACT',
    key: ['ID'],
    columns: { ID: key, SITE: 'int', TRANSCRIPTION: 'nvarchar(2000)' },
  },
]

const site = { key: ['ID'], tenantColumn: 'SITE' } as const

export const infoMartSettings = {
  database: 'world',
  tenantDbid: 101,
  recordFields: { SSN: 'RECORD_FIELD_1' },
  siteTables: {
    LDR_FACT: { tenantColumn: 'SITE' },
    CDR_FACT: site,
    SDR_SESSION_FACT: site,
    SDR_CUST_ATRIBUTES_FACT: site,
    SDR_SURVEY_TRANSCRIPT_FACT: { key: ['ID'], tenantColumn: null },
  },
} as const

const outboundTables: readonly CatalogueTable[] = [
  {
    name: 'cl_sales',
    key: ['chain_id', 'chain_n'],
    columns: {
      record_id: 'int not null',
      contact_info: 'varchar(128) not null',
      record_status: 'int not null',
      chain_id: 'int not null',
      chain_n: 'int not null',
      EMAIL: 'varchar(60)',
      FIRST_NAME: 'char(20)',
      BORN: 'datetime',
    },
  },
  {
    name: 'gsw_donotcall_list',
    key: ['entry'],
    columns: { entry: key, phone: 'varchar(64)', customer_id: 'varchar(64)', tenant_dbid: 'decimal(18,0)' },
  },
  { name: 'gsw_request_log', key: ['id'], columns: { id: key, phone: 'varchar(64)' } },
]

export const outboundSettings = {
  database: 'world',
  callingLists: [
    {
      table: 'CL_SALES',
      customerId: 'FIRST_NAME',
      userFields: ['EMAIL', { column: 'FIRST_NAME' }, { column: 'BORN', identifies: [], redact: 'null' }],
    },
  ],
  doNotCall: [{ table: 'GSW_DONOTCALL_LIST', redact: 'delete' }],
  requestLogs: [{ table: 'GSW_REQUEST_LOG' }],
  tenantDbid: 101,
} as const

/** Keys and values of every family, and a key that no index holds: whole numbers, fractions, dates, fixed and national texts. */
const ownTables: readonly CatalogueTable[] = [
  {
    name: 'OLD_LEAD',
    key: ['LEAD_ID'],
    keyWithoutIndex: true,
    isView: true,
    columns: { LEAD_ID: 'int not null', SITE: 'int not null', MAIL: 'varchar(255)' },
  },
  {
    name: 'SALES_LEAD',
    key: ['LEAD_ID', 'MADE_ON', 'SEEN_AT', 'CODE'],
    columns: {
      LEAD_ID: 'numeric(19) not null',
      MADE_ON: 'datetime not null',
      SEEN_AT: 'timestamp not null',
      CODE: 'char(8) not null',
      SITE: 'int not null',
      PHONE: 'char(64)',
      PHONE_NUMBER: 'bigint',
      MAIL: 'nvarchar(255)',
      NOTE: 'nvarchar(64)',
      SCORE: 'numeric(10,2)',
      RATE: 'float',
      AGENT: 'varchar(64)',
    },
  },
]

export const ownTablesSettings = {
  database: 'world',
  tables: [
    {
      table: 'OLD_LEAD',
      tenant: { column: 'SITE' },
      key: ['LEAD_ID'],
      columns: [{ column: 'MAIL', identifies: ['email'] }],
    },
    {
      table: 'SALES_LEAD',
      tenant: { column: 'SITE' },
      columns: [
        { column: 'PHONE', identifies: ['phone'] },
        { column: 'PHONE_NUMBER', identifies: ['phone'] },
        { column: 'MAIL', identifies: ['email'] },
        { column: 'AGENT', identifies: ['username', 'employeeid', 'name'], redact: 'pseudonym' },
        { column: 'NOTE', comesWithRow: true },
        { column: 'SCORE', comesWithRow: true },
        { column: 'RATE', comesWithRow: true },
      ],
      hold: { column: 'SITE', values: [7, 8], reason: 'held' },
    },
  ],
} as const

const documented = {
  TENANT_KEY: 'int not null',
  FORGET: 'numeric(1) not null',
  CONSUMER_ID: 'nvarchar(400) not null',
  TABLE_NAME: 'nvarchar(400) not null',
  COLUMN_NAME: 'nvarchar(128) not null',
  FACT_ID: text,
  KEY_VALUE: 'nvarchar(2000)',
  CREATED_TS: 'bigint not null',
}
const own = { RUN_ID: 'varchar(64)', PRODUCT: 'varchar(64)', SUBJECT_KEY: 'varchar(64)', KIND: 'varchar(16)' }

export const fullHistory: CatalogueTable = {
  name: 'CTL_GDPR_HISTORY',
  key: [],
  columns: { ...documented, ...own },
  absent: true,
}
export const oldHistory: CatalogueTable = { name: 'CTL_GDPR_HISTORY', key: [], columns: documented }

const name = 'nvarchar(64)'
const long = 'nvarchar(2000)'

/** Lethe's own, as `sql/<dialect>/finding.sql` makes it. */
export const record: CatalogueTable = {
  name: 'LETHE_FINDING',
  key: ['RUN_ID', 'PRODUCT', 'ENTRY', 'SEARCH', 'WRITER', 'SEQ_NO'],
  columns: {
    RUN_ID: `${name} not null`,
    PRODUCT: `${name} not null`,
    ENTRY: `${name} not null`,
    SEARCH: 'int not null',
    WRITER: `${name} not null`,
    SEQ_NO: 'bigint not null',
    ATTEMPT: 'int not null',
    FENCE: 'bigint not null',
    TENANT_KEY: 'int not null',
    FORGET: 'int not null',
    CREATED_TS: 'bigint not null',
    SUBJECT_KEY: name,
    KIND: name,
    CONSUMER_ID: long,
    TABLE_NAME: long,
    COLUMN_NAME: long,
    HISTORY_TABLE: long,
    HISTORY_COLUMN: long,
    HISTORY_FACT: long,
    HISTORY_VALUE: long,
    COMPLETES: name,
    LAST_SEQ: 'bigint',
    EVALUATED: 'int',
    FOUND: 'bigint',
    CONTENT_KIND: name,
    REASON: long,
    FACT_ID: 'clob',
    CONTENT: 'clob',
  },
  absent: true,
}

export const productTables: readonly CatalogueTable[] = [
  ...infoMartWorld,
  ...siteTables,
  ...outboundTables,
  ...ownTables,
]

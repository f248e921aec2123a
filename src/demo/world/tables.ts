/**
 * The tables of the sandbox: a documented subset of the Info Mart and of Outbound Contact.
 *
 * Types are those of the PostgreSQL data model, which SQLite takes too. The index lists of the originals are not
 * published; the ones here are what a site needs to join at all.
 */

interface ColumnOfWorld {
  readonly name: string
  readonly type: string
}

export interface TableOfWorld {
  readonly name: string
  readonly columns: readonly ColumnOfWorld[]
  readonly primaryKey: readonly string[]
  readonly indexes: readonly (readonly string[])[]
}

/** Columns are written `name type, name type, …`; a type may hold a length but no comma. */
function table(name: string, primaryKey: string, columns: string, ...indexes: string[]): TableOfWorld {
  return {
    name,
    columns: columns.split(',').map((column) => {
      const [title = '', ...type] = column.trim().split(/\s+/)
      return { name: title, type: type.join(' ') }
    }),
    primaryKey: primaryKey.split(' '),
    indexes: indexes.map((index) => index.split(' ')),
  }
}

const interval = 'START_DATE_TIME_KEY integer not null, START_TS integer, END_TS integer'

export const infoMartTables: readonly TableOfWorld[] = [
  table(
    'INTERACTION_FACT',
    'INTERACTION_ID',
    `INTERACTION_ID numeric(19) not null, TENANT_KEY integer not null, MEDIA_TYPE_KEY integer,
     MEDIA_SERVER_IXN_GUID varchar(50), SOURCE_ADDRESS varchar(255), TARGET_ADDRESS varchar(255),
     SUBJECT varchar(1024), ${interval}`,
  ),
  table(
    'INTERACTION_RESOURCE_FACT',
    'INTERACTION_RESOURCE_ID',
    `INTERACTION_RESOURCE_ID numeric(19) not null, TENANT_KEY integer not null, INTERACTION_ID numeric(19) not null,
     RESOURCE_KEY integer, ROUTING_TARGET_KEY integer, TARGET_ADDRESS varchar(255), ${interval}`,
    'INTERACTION_ID',
  ),
  table(
    'IXN_RESOURCE_STATE_FACT',
    'IXN_RESOURCE_STATE_FACT_KEY',
    `IXN_RESOURCE_STATE_FACT_KEY numeric(19) not null, TENANT_KEY integer not null,
     INTERACTION_RESOURCE_ID numeric(19) not null, TARGET_ADDRESS varchar(255), TOTAL_DURATION integer, ${interval}`,
    'INTERACTION_RESOURCE_ID',
  ),
  table(
    'MEDIATION_SEGMENT_FACT',
    'MEDIATION_SEGMENT_ID',
    `MEDIATION_SEGMENT_ID numeric(19) not null, TENANT_KEY integer not null, INTERACTION_ID numeric(19) not null,
     TARGET_IXN_RESOURCE_ID numeric(19), ${interval}`,
    'INTERACTION_ID',
  ),
  table(
    'IRF_USER_DATA_CUST_1',
    'INTERACTION_RESOURCE_ID',
    `INTERACTION_RESOURCE_ID numeric(19) not null, TENANT_KEY integer not null, START_DATE_TIME_KEY integer not null,
     CUSTOM_DATA_1 varchar(1024), CUSTOM_DATA_2 varchar(1024), CUSTOM_DATA_3 varchar(1024),
     CUSTOM_DATA_4 varchar(1024)`,
  ),
  table(
    'CONTACT_ATTEMPT_FACT',
    'CONTACT_ATTEMPT_FACT_KEY',
    `CONTACT_ATTEMPT_FACT_KEY numeric(19) not null, TENANT_KEY integer not null, CALL_ATTEMPT_ID varchar(64),
     CONTACT_INFO varchar(255), START_DATE_TIME_KEY integer not null,
     ${recordFields()}`,
  ),
  table(
    'CALLBACK_FACT',
    'ADDED_TS DS_AUDIT_KEY EVENT_SEQUENCE',
    `ADDED_TS integer not null, DS_AUDIT_KEY numeric(19) not null, EVENT_SEQUENCE integer not null,
     TENANT_KEY integer default -1 not null, SERVICE_ID varchar(255) not null, CUSTOMER_ANI varchar(255),
     CUSTOMER_PHONE_NUMBER varchar(255)`,
  ),
  table(
    'CTL_UD_TO_UDE_MAPPING',
    'ID',
    `ID integer not null, UD_KEY_NAME varchar(255) not null, UDE_TABLE_NAME varchar(30) not null,
     UDE_COLUMN_NAME varchar(30) not null, PROPAGATION_RULE varchar(16) not null, DEFAULT_VALUE varchar(255),
     ACTIVE_FLAG numeric(1) not null`,
  ),
  table(
    'GIDB_GC_AGENT',
    'ID',
    `ID integer not null, TENANTID integer not null, USERNAME varchar(255) not null, FIRSTNAME varchar(64),
     LASTNAME varchar(64), EMPLOYEEID varchar(64) not null, EMAIL varchar(255), STATUS integer`,
  ),
  table(
    'RESOURCE_',
    'RESOURCE_KEY',
    `RESOURCE_KEY integer not null, TENANT_KEY integer not null, RESOURCE_TYPE_CODE varchar(32),
     RESOURCE_NAME varchar(255), AGENT_FIRST_NAME varchar(64), AGENT_LAST_NAME varchar(64), EMPLOYEE_ID varchar(255)`,
  ),
  table(
    'ROUTING_TARGET',
    'ROUTING_TARGET_KEY',
    `ROUTING_TARGET_KEY numeric(10) not null, TENANT_KEY numeric(10) not null, ROUTING_TARGET_TYPE_CODE varchar(64),
     TARGET_OBJECT_SELECTED varchar(255), AGENT_GROUP_NAME varchar(255)`,
  ),
]

/** Name of each tenant's own calling list, do-not-call list and request log. */
export function outboundTables(tenant: string): readonly TableOfWorld[] {
  return [
    table(
      `cl_${tenant}`,
      'chain_id chain_n',
      `record_id integer not null unique, contact_info varchar(128) not null, contact_info_type integer not null,
       record_type integer not null, record_status integer not null, call_result integer, attempt integer not null,
       dial_sched_time integer, call_time integer, daily_from integer not null, daily_till integer not null,
       tz_dbid integer not null, campaign_id integer, agent_id varchar(32), chain_id integer not null,
       chain_n integer not null, group_id integer, app_id integer, treatments varchar(255), media_ref integer,
       email_subject varchar(255), email_template_id integer, switch_id integer,
       first_name varchar(64), last_name varchar(64), email varchar(255), account varchar(64)`,
      'record_status',
    ),
    table(
      `dnc_${tenant}`,
      'entry',
      `entry integer not null, phone varchar(64), customer_id varchar(64), dnc_message varchar(255), tenant_dbid integer,
       campaign_dbid integer, list_dbid integer, is_internal integer, time_stamp integer`,
    ),
    table(
      `gsw_request_log_${tenant}`,
      'entry',
      'entry integer not null, request_type integer, phone varchar(128), call_id integer, agent_id varchar(32), time_stamp integer',
    ),
  ]
}

/** RECORD_FIELD_1 to 10 are numeric, the next ones integers, the rest text. */
function recordFields(): string {
  const typeOf = (n: number): string => (n <= 10 ? 'numeric' : n <= 14 ? 'integer' : 'varchar(255)')
  return Array.from({ length: 20 }, (_, i) => `RECORD_FIELD_${i + 1} ${typeOf(i + 1)}`).join(', ')
}

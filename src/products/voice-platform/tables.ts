/**
 * Tables of the Reporting Server. Source: the voice platform's queries by `session_ID`, and the services that deliver call
 * records (MCP, RM, CCP). No public source has their other columns: they are looked up by their names in the catalogue.
 */

/**
 * `record`: a call with the addresses at both ends, which leads to its session. `detail`: what was kept of a session, all of it
 * the person's. `event`: texts in which numbers may stand.
 */
export type TableRole = 'record' | 'detail' | 'event'

export interface SessionTable {
  readonly table: string
  readonly role: TableRole
  /** Names of columns that are searched or come with the session, where the settings do not name them. */
  readonly columns: RegExp
}

const addresses = /uri|^ani$|dnis|caller|called|calling/i

export const sessionTables: readonly SessionTable[] = [
  { table: 'MCP_CDR', role: 'record', columns: addresses },
  { table: 'RM_CDR', role: 'record', columns: addresses },
  { table: 'CCP_CDR', role: 'record', columns: addresses },
  { table: 'MCP_CDR_EXT', role: 'detail', columns: /./ },
  { table: 'CUSTOM_VARS', role: 'detail', columns: /value/i },
  { table: 'VAR_CDRS', role: 'detail', columns: /result|reason|note|text|value/i },
  { table: 'EVENT_LOGS', role: 'event', columns: /message|text|data|descr|detail/i },
]

export const documentedSessionColumn = 'session_ID'

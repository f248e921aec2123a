/** What the first settings of an installation must know: asked on a terminal, given as options elsewhere. */

export const unanswered = {
  directory: '',
  tenant: '',
  tenantKey: '',
  country: '',
  timeZone: '',
  product: '',
  tenantDbid: '',
  table: '',
  phoneColumn: '',
  emailColumn: '',
  client: '',
  filename: '',
  host: '',
  port: '',
  database: '',
  user: '',
  tls: '',
}

export type FirstKey = keyof typeof unanswered

/** Texts as somebody wrote them; empty where there is none. */
export type FirstAnswers = Readonly<Record<FirstKey, string>>

export interface FirstQuestion {
  readonly key: FirstKey
  /** The option, in commander's notation; its name is the key's. */
  readonly flags: string
  readonly text: string
  readonly otherwise: string
  /** Whether the earlier answers leave it open; without it always. */
  readonly when?: (answers: FirstAnswers) => boolean
}

/** Clients that open a file; the others ask a server. */
const fileClients: readonly string[] = ['better-sqlite3']

export const isFile = ({ client }: FirstAnswers): boolean => fileClients.includes(client)
const isServer = (answers: FirstAnswers) => !isFile(answers)
const isTables = ({ product }: FirstAnswers) => product === 'tables'

/** In the order in which they are asked. */
export const firstQuestions: readonly FirstQuestion[] = [
  {
    key: 'directory',
    flags: '--directory <folder>',
    text: 'folder into which request files are dropped',
    otherwise: './gdpr',
  },
  {
    key: 'tenant',
    flags: '--tenant <name>',
    text: 'short name of the tenant, for logs and reports',
    otherwise: 'acme',
  },
  {
    key: 'tenantKey',
    flags: '--tenant-key <number>',
    text: 'TENANT_KEY of the Info Mart; without one any number',
    otherwise: '1',
  },
  {
    key: 'country',
    flags: '--country <code>',
    text: 'country whose national phone numbers the data holds, e.g. US',
    otherwise: 'US',
  },
  {
    key: 'timeZone',
    flags: '--time-zone <name>',
    text: 'time zone of the tenant, e.g. America/New_York',
    // Found out only when somebody writes settings: it takes its time.
    get otherwise() {
      return new Intl.DateTimeFormat().resolvedOptions().timeZone
    },
  },
  {
    key: 'product',
    flags: '--product <name>',
    text: 'first product: info-mart, outbound, or tables of your own',
    otherwise: 'info-mart',
  },
  {
    key: 'tenantDbid',
    flags: '--tenant-dbid <number>',
    text: 'DBID of the tenant, TENANTID of GIDB_GC_AGENT',
    otherwise: '1',
    when: ({ product }) => product === 'info-mart',
  },
  { key: 'table', flags: '--table <name>', text: 'table with personal data', otherwise: 'CUSTOMER', when: isTables },
  {
    key: 'phoneColumn',
    flags: '--phone-column <name>',
    text: 'its column of phone numbers',
    otherwise: 'PHONE',
    when: isTables,
  },
  {
    key: 'emailColumn',
    flags: '--email-column <name>',
    text: 'its column of e-mail addresses',
    otherwise: 'EMAIL',
    when: isTables,
  },
  {
    key: 'client',
    flags: '--client <name>',
    text: 'its database: pg, mssql, oracledb or better-sqlite3',
    otherwise: 'pg',
  },
  {
    key: 'filename',
    flags: '--filename <file>',
    text: 'file of the SQLite database',
    otherwise: './data.db',
    when: isFile,
  },
  { key: 'host', flags: '--host <name>', text: 'host of the database server', otherwise: 'localhost', when: isServer },
  {
    key: 'port',
    flags: '--port <number>',
    text: 'its port, when it is not the usual one',
    otherwise: '',
    when: isServer,
  },
  {
    key: 'database',
    flags: '--database <name>',
    text: 'name of the database; of Oracle the service',
    otherwise: 'gim',
    when: isServer,
  },
  { key: 'user', flags: '--user <name>', text: 'login of Lethe there', otherwise: '', when: isServer },
  {
    key: 'tls',
    flags: '--tls <mode>',
    text: 'encryption: required, or off for this machine alone',
    otherwise: 'required',
    when: isServer,
  },
]

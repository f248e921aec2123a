/** The first settings file of an installation, with comments that lead on; the schema accepts it as it is written. */

import { fileURLToPath } from 'node:url'

import { isFile, type FirstAnswers } from './first-questions.ts'

/** The same three steps up from src/ and from dist/. */
const schemaFile = fileURLToPath(new URL('../../../schemas/settings.schema.json', import.meta.url))

/** The variable that holds the password; null where none is needed. */
export function passwordVariable(answers: FirstAnswers): string | null {
  return isFile(answers) || answers.user === '' ? null : `${nameOf(answers).toUpperCase()}_PASSWORD`
}

export function firstSettings(answers: FirstAnswers): string {
  return `# yaml-language-server: $schema=${schemaFile}
#
# Settings of Lethe. \`lethe doctor\` checks them, and what they name; every key stands in the schema above.
# Relative paths begin at the folder of this file. Secrets stand here only as \${env:NAME} or \${file:PATH}.

# Lethe's own state. A SQLite file, made when it is absent.
journal: { client: better-sqlite3, filename: ./lethe.db }

# What was found and erased stands in CTL_GDPR_HISTORY: by default in the SQLite file lethe-history.db beside this one.
# With \`database: NAME\` it stands in one of the databases below.
history:
  # Days until its rows are purged, 0 to 30.
  daysToKeep: 15

databases:
${databaseOf(answers)}

tenants:
  - name: ${text(answers.tenant)}
    # TENANT_KEY of the Info Mart: the history tells tenants apart by it, so each needs its own.
    tenantKey: ${scalar(answers.tenantKey)}
    # Request files such as forget-14032025-case-1002.json are dropped here, and answered here.
    directory: ${text(answers.directory)}
    # How national phone numbers in the data are read.
    country: ${text(answers.country.toUpperCase())}
    timeZone: ${text(answers.timeZone)}
    # An export is answered when it arrives. A forget waits for the schedule, and can be looked at before with \`lethe preview\`.
    process: { export: on-arrival, forget: scheduled }
    # Every night at three, by the tenant's clocks.
    schedule: "0 3 * * *"
    products:
${productOf(answers)}
`
}

/** Of the product's database in the settings. */
function nameOf({ product }: FirstAnswers): string {
  return product === 'tables' ? 'crm' : product === 'outbound' ? 'ocs' : 'gim'
}

function databaseOf(answers: FirstAnswers): string {
  const name = nameOf(answers)
  if (isFile(answers)) {
    return `  ${name}: { client: ${answers.client}, filename: ${text(answers.filename)} }`
  }
  const variable = passwordVariable(answers)
  const login = [
    `user: ${text(answers.user || 'lethe')}`,
    `password: "\${env:${variable ?? `${name.toUpperCase()}_PASSWORD`}}"`,
  ]
  const port = answers.port === '' ? [] : [`port: ${scalar(answers.port)}`]
  return [
    `  ${name}:`,
    `    client: ${text(answers.client)}`,
    `    host: ${text(answers.host)}`,
    ...port.map((line) => `    ${line}`),
    `    database: ${text(answers.database)}`,
    ...login.map((line) => (variable === null ? `    # ${line}` : `    ${line}`)),
    '    # `required` encrypts, and checks the certificate of the server; `off` is for a server on this machine alone.',
    '    # With an authority of your own: { mode: required, caFile: /etc/lethe/ca.pem }',
    `    tls: ${text(answers.tls)}`,
  ].join('\n')
}

function productOf(answers: FirstAnswers): string {
  const database = nameOf(answers)
  switch (answers.product) {
    case 'info-mart':
      return `      - product: info-mart
        database: ${database}
        # TENANTID of GIDB_GC_AGENT.
        tenantDbid: ${scalar(answers.tenantDbid)}
        # Tables that this site does not have; whatever else is missing is an error.
        # exclude: [LDR_FACT, CALLBACK_FACT]`
    case 'outbound':
      return `      - product: outbound
        database: ${database}
        # Calling lists, with the user fields that hold personal data.
        callingLists: [{ table: CL_SALES, userFields: [EMAIL, FIRST_NAME] }]
        doNotCall: [{ table: GSW_DONOTCALL_LIST }]
        requestLogs: [{ table: GSW_REQUEST_LOG }]`
    case 'tables':
      return `      - product: tables
        database: ${database}
        tables:
          - table: ${text(answers.table)}
            # The column that says whose row it is, e.g. { column: TENANT_KEY }; null: all rows are this tenant's.
            tenant: null
            columns:
              - { column: ${text(answers.phoneColumn)}, identifies: [phone] }
              - { column: ${text(answers.emailColumn)}, identifies: [email] }`
    default:
      return `      - product: ${text(answers.product)}\n        database: ${database}`
  }
}

/** Plain where YAML reads it as the same text, otherwise in quotes. */
function text(value: string): string {
  // Older readers of YAML take some words for true and false: a country `NO` among them.
  const isPlain = /^[A-Za-z./][\w./@-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
  return isPlain ? value : JSON.stringify(value)
}

/** A number as such; whatever else stands there is told by the schema. */
function scalar(value: string): string {
  return /^\d+$/.test(value) ? value : JSON.stringify(value)
}

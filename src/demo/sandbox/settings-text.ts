/** The settings file of the sandbox, written as an operator would write it. */

import { join } from 'node:path'

const firstTenant = `# Settings of the sandbox. Relative paths start at this folder.
journal: { client: better-sqlite3, filename: ./lethe.db }

databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
  ocs: { client: better-sqlite3, filename: ./ocs.db }

history: { database: gim, daysToKeep: 15 }

settle: 300ms
patience: 2s

tenants:
  - name: acme
    tenantKey: 1
    directory: ./sftp/acme
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    @approval
    products:
      - product: info-mart
        database: gim
        tenantDbid: 101
        exclude: [LDR_FACT, CDR_FACT]
        recordFields: { AcctNum: RECORD_FIELD_15, CustomerName: RECORD_FIELD_16 }
      - product: outbound
        database: ocs
        callingLists: [{ table: cl_acme, userFields: [first_name, last_name, email, account] }]
        doNotCall: [{ table: dnc_acme }]
        requestLogs: [{ table: gsw_request_log_acme }]
`

/** Logs and favorites are named from the root of the machine, as Workspace wants it. */
function itsFiles(directory: string): string {
  const favorites = join(directory, 'favorites', '$Agent.UserName$')
  return `      - product: log-files
        root: ${JSON.stringify(directory)}
        paths: [logs/*.log]
        format: t-server
        keys: [AcctNum, CustomerName]
      - product: workspace-desktop
        recordLocation: ${JSON.stringify(favorites)}
`
}

const secondTenant = `
  - name: orion
    tenantKey: 2
    directory: ./sftp/orion
    layout: submit-result
    country: US
    timeZone: America/Chicago
    process: { export: on-arrival, forget: on-arrival }
    products:
      - product: info-mart
        database: gim
        tenantDbid: 102
        exclude: [LDR_FACT, CDR_FACT]
        recordFields: { AcctNum: RECORD_FIELD_15, CustomerName: RECORD_FIELD_16 }
      - product: outbound
        database: ocs
        callingLists: [{ table: cl_orion, userFields: [first_name, last_name, email, account] }]
        doNotCall: [{ table: dnc_orion }]
        requestLogs: [{ table: gsw_request_log_orion }]
`

/** Where nobody can sign nobody is named. */
const approval = {
  signed: '# Who may release what is held: see docs/approval.md.\n    approval: { approvers: ./approvers }',
  nobody: '# No ssh-keygen here: nobody may release what is held.',
} as const

export function settingsText(directory: string, approvals: keyof typeof approval): string {
  return firstTenant.replace('@approval', approval[approvals]) + itsFiles(directory) + secondTenant
}

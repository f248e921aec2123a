/** What is read from the journal, by anybody and at any time. */

import type { Database, Row } from '../../platform/sql/database.ts'
import { endedForgets, readAcknowledgement } from './operator/acknowledgements.ts'
import { readConfirmations } from './operator/confirmations.ts'
import { readFile } from './files.ts'
import { readDecisions, readPlannedRuns, readPlans } from './operator/plans.ts'
import type { Journal } from './port.ts'
import { fileEntry, textOrNull } from './rows.ts'
import { readRequests } from './requests.ts'
import { listRuns, readRun, readRunIds } from './runs.ts'
import { tallyFiles } from './tally.ts'

type Reader =
  | 'acknowledgement'
  | 'endedForgets'
  | 'confirmations'
  | 'decisions'
  | 'file'
  | 'files'
  | 'isCancelAsked'
  | 'knowsFile'
  | 'lastPass'
  | 'plannedRuns'
  | 'plans'
  | 'requests'
  | 'run'
  | 'runIds'
  | 'runs'
  | 'tally'

export function readers(database: Database): Pick<Journal, Reader> {
  return {
    acknowledgement: (runId) => database.run((knex) => readAcknowledgement(knex, runId)),
    endedForgets: (tenant) => endedForgets(database, tenant),
    confirmations: (runId) => database.run((knex) => readConfirmations(knex, runId)),
    decisions: (runId) => database.run((knex) => readDecisions(knex, runId)),
    plannedRuns: (tenant, action) => database.run((knex) => readPlannedRuns(knex, { tenant, action })),
    plans: (runId) => database.run((knex) => readPlans(knex, runId)),
    file: (tenant, name, sha256) => database.run((knex) => readFile(knex, tenant, { name, sha256 })),
    knowsFile: async (tenant, name) => {
      const [row] = await database.run((knex) =>
        knex<Row>('lethe_file').where({ tenant, name }).limit(1).select('name'),
      )
      return row !== undefined
    },
    files: async (tenant, states) => {
      const rows = await database.run((knex) =>
        knex<Row>('lethe_file')
          .where({ tenant })
          .whereIn('state', [...states])
          .orderBy('first_seen')
          .select('*'),
      )
      return rows.map(fileEntry)
    },
    run: (id) => database.run((knex) => readRun(knex, id)),
    runIds: (beginning) => database.run((knex) => readRunIds(knex, beginning)),
    isCancelAsked: async (id) => {
      const [row] = await database.run((knex) => knex<Row>('lethe_run').where({ id }).select('cancel_asked'))
      return row !== undefined && row['cancel_asked'] !== null
    },
    lastPass: async (tenant) => {
      const [row] = await database.run((knex) => knex<Row>('lethe_lease').where({ tenant }).select('last_pass'))
      return row === undefined ? null : textOrNull(row, 'last_pass')
    },
    requests: (asked) => readRequests(database, asked),
    tally: () => database.run((knex) => tallyFiles(knex)),
    runs: (tenant, states) => database.run((knex) => listRuns(knex, tenant, states)),
  }
}

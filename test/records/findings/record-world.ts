/** The record beside a history, on every engine and with both layouts of the history. */

import type { Evaluation } from '../../../src/domain/finding.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { checkpointed } from '../../../src/platform/sql/checkpointed.ts'
import type { Database, Row } from '../../../src/platform/sql/database.ts'
import type { SqlClient } from '../../../src/platform/sql/settings.ts'
import { openFindings, type Findings } from '../../../src/records/findings/findings.ts'
import type { FindSet } from '../../../src/records/findings/find-set.ts'
import type { RunPart, Writer } from '../../../src/records/findings/run-part.ts'
import { openHistory, type History } from '../../../src/records/history/history.ts'
import { engines } from '../../support/engines.ts'
import { consumer, phoneOf } from '../../support/people.ts'

export const ann = consumer('1.consumer-1', phoneOf(101))
export const bob = consumer('1.consumer-2', phoneOf(102))

export function partOf(change: Partial<RunPart> = {}): RunPart {
  return { runId: 'run-1', product: 'info-mart', tenantKey: 1, action: 'forget', createdTs: 1000, ...change }
}

export const first: Writer = { attempt: 1, fence: 7 }

export interface RecordWorld {
  readonly database: Database
  readonly client: SqlClient
  readonly findings: Findings
  readonly history: History
  /** As another process would open it; `checkpoint` is told of every commit. */
  readonly reopen: (checkpoint?: Checkpoint) => Promise<Findings>
  /** Rows of the history, without what differs from one layout to the other. */
  readonly historyRows: (tenantKey?: number) => Promise<readonly Row[]>
}

export const eightColumns = `create table CTL_GDPR_HISTORY (TENANT_KEY integer, FORGET integer, CONSUMER_ID varchar(255),
  TABLE_NAME varchar(30), COLUMN_NAME varchar(30), FACT_ID varchar(64), KEY_VALUE varchar(1024), CREATED_TS integer)`

const layouts = [
  { layout: 'a history of ours', ddl: null },
  { layout: 'a history with the documented columns alone', ddl: eightColumns },
] as const

export const places = engines.flatMap((engine) =>
  layouts.map(({ layout, ddl }) => ({
    place: `${engine.name}, ${layout}`,
    layout,
    withRecord: (work: (world: RecordWorld) => Promise<void>) =>
      engine.withDatabase(async (database, { client }) => {
        if (ddl !== null) await database.run((knex) => knex.raw(ddl))
        await work(await openWorld(database, client))
      }),
  })),
)

let tokens = 0

export async function openWorld(database: Database, client: SqlClient): Promise<RecordWorld> {
  const history = await openHistory(database, { client, create: true })
  const options = { client, create: true, history, newToken: () => `token-${++tokens}` }
  return {
    database,
    client,
    history,
    findings: await openFindings(database, options),
    reopen: (checkpoint) =>
      openFindings(checkpoint === undefined ? database : checkpointed(database, checkpoint), options),
    historyRows: async (tenantKey = 1) => {
      const columns = ['TENANT_KEY', 'FORGET', 'CONSUMER_ID', 'TABLE_NAME', 'COLUMN_NAME', 'FACT_ID', 'KEY_VALUE']
      const shape = await database.describe('CTL_GDPR_HISTORY')
      const names = [...columns, 'CREATED_TS'].map((name) => [name, shape?.columns.get(name)?.name ?? name])
      const from = shape?.name ?? 'CTL_GDPR_HISTORY'
      return database.run((knex) =>
        knex<Row>(from)
          .where(shape?.columns.get('TENANT_KEY')?.name ?? 'TENANT_KEY', tenantKey)
          .select(Object.fromEntries(names))
          .orderBy(names.map(([, one]) => one ?? '')),
      )
    },
  }
}

/** A whole search, as one piece. */
export async function search(set: FindSet, evaluations: readonly Evaluation[]): Promise<void> {
  await set.begin()
  await set.append(evaluations)
  await set.complete()
}

/** Calls as the public reporting views show them; only the task of the double writes. */

import type { Database, Row } from '../../src/platform/sql/database.ts'
import type { CallStore } from './automation-task.ts'

export interface StoredCall {
  readonly id: number
  readonly company: number
  readonly number: string | null
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly account: string | null
  readonly answer: string | null
  readonly details: string | null
}

/** The columns of each view that anybody knows or guesses. */
const viewColumns = {
  VW_CALLS: ['call_id', 'company_id', 'caller_number', 'call_start_date', 'cti_account_number'],
  VW_CALL_STEPS: ['step_id', 'call_id', 'nbest_rawanswer_1'],
  VW_BUSINESS_TASKS: ['task_id', 'call_id', 'task_details'],
} as const

/** `areViews`: on tables of their own; SQLite has no views whose rows can be told apart. */
export function viewStatements(areViews: boolean): readonly string[] {
  return Object.entries(viewColumns).flatMap(([name, columns]) => {
    const table = areViews ? `base_${name.toLowerCase()}` : name
    const create = `create table ${table} (${columns.map((column) => `${column} ${typeOf(column)}`).join(', ')})`
    return areViews ? [create, `create view ${name} as select ${columns.join(', ')} from ${table}`] : [create]
  })
}

function typeOf(column: string): string {
  return column.endsWith('_id') ? 'int not null' : 'varchar(255)'
}

export function rowsOfCall({ id, company, number, day, account, answer, details }: StoredCall) {
  return {
    VW_CALLS: {
      call_id: id,
      company_id: company,
      caller_number: number,
      call_start_date: day,
      cti_account_number: account,
    },
    VW_CALL_STEPS: { step_id: id, call_id: id, nbest_rawanswer_1: answer },
    VW_BUSINESS_TASKS: { task_id: id, call_id: id, task_details: details },
  }
}

export async function createCalls(database: Database, calls: readonly StoredCall[], areViews: boolean): Promise<void> {
  for (const statement of viewStatements(areViews)) await database.run((knex) => knex.raw(statement))
  for (const call of calls) await addCall(database, call)
}

export async function addCall(database: Database, call: StoredCall): Promise<void> {
  for (const [view, row] of Object.entries(rowsOfCall(call)))
    await database.run((knex) => knex(view.toLowerCase()).insert(row))
}

/** Every cell, by view, number of the call and column. */
export async function cellsOfCalls(database: Database): Promise<ReadonlyMap<string, string>> {
  const cells = new Map<string, string>()
  for (const [view, columns] of Object.entries(viewColumns)) {
    for (const row of await database.run((knex) => knex<Row>(view.toLowerCase()).select([...columns]))) {
      for (const column of columns) cells.set(`${view} ${String(row['call_id'])} ${column}`, String(row[column]))
    }
  }
  return cells
}

/** The calls of one company, as its task sees them: those before a day. */
export function callsBehind(database: Database, company: number, before: () => string): CallStore {
  return {
    // What it exports is asked of the views.
    of: () => [],
    forget: async (numbers) => {
      const meant = await database.run((knex) =>
        knex<Row>('vw_calls')
          .whereIn('caller_number', [...numbers])
          .where({ company_id: company })
          .where('call_start_date', '<', before())
          .select('call_id'),
      )
      const ids = meant.map((row) => Number(row['call_id']))
      const set = (view: string, values: object) =>
        database.run((knex) => knex(view.toLowerCase()).whereIn('call_id', ids).update(values))
      await set('VW_CALL_STEPS', { nbest_rawanswer_1: '***' })
      await set('VW_BUSINESS_TASKS', { task_details: null })
      await set('VW_CALLS', { caller_number: '***', cti_account_number: '***' })
    },
  }
}

/** Plans of what is held in a run, and the decisions about them, which anybody may bring without the lease. */

import type { Knex } from 'knex'

import type { Decided, NotedDecision, NotedPlan, PlanMark } from '../../../domain/decision.ts'
import type { Action } from '../../../domain/request.ts'
import type { Row } from '../../../platform/sql/database.ts'
import { journalDamaged } from '../damage.ts'
import { integer, text, textOrNull } from '../rows.ts'

/** In the order in which they were made. */
export async function readPlans(knex: Knex, runId: string): Promise<readonly NotedPlan[]> {
  const rows = await knex<Row>('lethe_plan').where({ run_id: runId }).orderBy('ordinal').select('*')
  return rows.map((row) => ({
    plan: text(row, 'plan'),
    rows: text(row, 'rows_root'),
    besides: textsIn(text(row, 'besides')),
    fileName: text(row, 'file_name'),
    request: text(row, 'request'),
    settings: text(row, 'settings'),
    version: text(row, 'version'),
    madeAt: text(row, 'made_at'),
    begunAt: textOrNull(row, 'begun_at'),
    held: textsIn(text(row, 'held')),
    searches: searchesIn(text(row, 'searches')),
  }))
}

/** The oldest first. */
export async function readPlannedRuns(
  knex: Knex,
  asked: { readonly tenant: string; readonly action: Action },
): Promise<readonly string[]> {
  const planned = knex('lethe_plan').distinct('run_id')
  const rows = await knex<Row>('lethe_run')
    .where(asked)
    .whereIn('id', planned)
    .orderBy(['started_at', 'id'])
    .select('id')
  return rows.map((row) => text(row, 'id'))
}

/** The same plan is noted once. */
export async function insertPlan(trx: Knex, runId: string, plan: PlanMark): Promise<void> {
  const known = await trx<Row>('lethe_plan').where({ run_id: runId }).select('plan')
  if (known.some((row) => row['plan'] === plan.plan)) return
  const { rows, besides, fileName, madeAt, held, searches, ...same } = plan
  await trx('lethe_plan').insert({
    run_id: runId,
    ordinal: known.length + 1,
    ...same,
    rows_root: rows,
    besides: JSON.stringify(besides),
    file_name: fileName,
    made_at: madeAt,
    held: JSON.stringify(held),
    searches: JSON.stringify(Object.fromEntries(searches)),
  })
}

/** Until the end of the transaction nobody else begins a plan of the run, or decides about one. */
async function lockPlans(trx: Knex, runId: string): Promise<void> {
  await trx('lethe_plan')
    .where({ run_id: runId })
    .update({ ordinal: trx.ref('ordinal') })
}

/** False when a decision has come that whoever asks has not seen: then nothing may be written under the plan yet. */
export async function beginPlan(
  trx: Knex,
  { runId, plan, seen }: { readonly runId: string; readonly plan: string; readonly seen: number },
  now: Date,
): Promise<boolean> {
  await lockPlans(trx, runId)
  const decisions = await trx<Row>('lethe_decision').where({ run_id: runId, plan }).select('ordinal')
  if (decisions.length !== seen) return false
  await trx('lethe_plan').where({ run_id: runId, plan, begun_at: null }).update({ begun_at: now.toISOString() })
  return true
}

/** In the order in which they came. */
export async function readDecisions(knex: Knex, runId: string): Promise<readonly NotedDecision[]> {
  const rows = await knex<Row>('lethe_decision').where({ run_id: runId }).orderBy('ordinal').select('*')
  return rows.map((row) => ({
    plan: text(row, 'plan'),
    document: text(row, 'document'),
    signature: textOrNull(row, 'signature'),
    by: text(row, 'decided_by'),
    receivedAt: text(row, 'received_at'),
  }))
}

/** What was brought before is known, whoever brings it again: the same words in the same hand. */
export async function insertDecision(trx: Knex, runId: string, decision: NotedDecision): Promise<Decided> {
  const { plan, document, signature, by, receivedAt } = decision
  await lockPlans(trx, runId)
  const [of] = await trx<Row>('lethe_plan').where({ run_id: runId, plan }).select('begun_at')
  if (of === undefined) return 'unknown'
  const known = await trx<Row>('lethe_decision').where({ run_id: runId }).select('document', 'signature', 'ordinal')
  const isKnown = known.some((row) => row['document'] === document && textOrNull(row, 'signature') === signature)
  if (isKnown && signature !== null) return 'known'
  if (of['begun_at'] !== null) return 'begun'
  const ordinal = Math.max(0, ...known.map((row) => integer(row, 'ordinal'))) + 1
  await trx('lethe_decision').insert({
    run_id: runId,
    ordinal,
    plan,
    document,
    signature,
    decided_by: by,
    received_at: receivedAt,
  })
  return 'noted'
}

function textsIn(written: string): readonly string[] {
  const texts: unknown = JSON.parse(written)
  if (!Array.isArray(texts)) throw journalDamaged()
  return texts.map((one: unknown) => {
    if (typeof one !== 'string') throw journalDamaged()
    return one
  })
}

function searchesIn(written: string): ReadonlyMap<string, number> {
  const searches: unknown = JSON.parse(written)
  if (typeof searches !== 'object' || searches === null) throw journalDamaged()
  return new Map(
    Object.entries(searches).map(([product, count]: [string, unknown]) => {
      if (typeof count !== 'number') throw journalDamaged()
      return [product, count]
    }),
  )
}

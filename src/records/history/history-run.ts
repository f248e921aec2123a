/** Names the rows that one product of one run wrote into the history, on a full and on an eight-column table. */

import type { Knex } from 'knex'

import { turnKey, type Owner, type OwnerTurns } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import type { HistoryTable, Layout } from './history-table.ts'
import { turnCount } from './turns.ts'

/** One product's part of a run, as the history knows it. */
export interface HistoryRun {
  readonly runId: string
  /** Name of the product's entry. */
  readonly product: string
  readonly tenantKey: number
  readonly action: Action
  /** UTC epoch seconds; no other run of the tenant has it. */
  readonly createdTs: number
  /** Position of the product among the run's products, from 0. */
  readonly ordinal: number
  readonly subjects: Subjects
  /** How owners of one identifier are told apart on an eight-column table; missing: no two of the run gave the same. */
  readonly sharing?: Sharing
}

export interface Sharing {
  /** Products of the run. */
  readonly products: number
  readonly turns: OwnerTurns
}

/**
 * Seconds of CREATED_TS that a run needs for itself. A table with only the documented columns has nothing but the time
 * to tell a run's products apart, and the owners of one identifier: each product has a second of its own there, in each
 * turn.
 */
export function secondsNeeded(layout: Layout, products: number, turns: OwnerTurns = {}): number {
  return layout === 'full' ? 1 : Math.max(products, 1) * turnCount(turns)
}

/** CREATED_TS of the rows of an owner. */
export function createdTsOf(layout: Layout, run: HistoryRun, owner: Owner): number {
  return layout === 'full' ? run.createdTs : secondOf(run, turnOf(run, owner))
}

export function turnsIn({ sharing }: HistoryRun): OwnerTurns {
  return sharing?.turns ?? {}
}

export function turnOf(run: HistoryRun, owner: Owner): number {
  return turnsIn(run)[turnKey(owner)] ?? 0
}

function secondOf(run: HistoryRun, turn: number): number {
  return run.createdTs + run.ordinal + turn * (run.sharing?.products ?? 1)
}

/** The turn that rows of this CREATED_TS belong to, on an eight-column table. */
export function turnAt(run: HistoryRun, createdTs: number): number {
  return Math.round((createdTs - secondOf(run, 0)) / (run.sharing?.products ?? 1))
}

/** Narrows a query over the table to the rows of this product in this run. */
export function ofRun(table: HistoryTable, run: HistoryRun): (query: Knex.QueryBuilder) => void {
  return (query) => {
    if (table.layout === 'full') {
      query.where(table.column('RUN_ID'), run.runId).where(table.column('PRODUCT'), run.product)
    } else {
      const seconds = Array.from({ length: turnCount(turnsIn(run)) }, (_, turn) => secondOf(run, turn))
      query
        .where(table.column('TENANT_KEY'), run.tenantKey)
        .whereIn(table.column('CREATED_TS'), seconds)
        .where(table.column('FORGET'), forgetFlag(run.action))
    }
  }
}

export function forgetFlag(action: Action): 0 | 1 {
  return action === 'forget' ? 1 : 0
}

/** Names the rows that one product of one run wrote into the history, on a full and on an eight-column table. */

import type { Knex } from 'knex'

import type { Owner } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import type { HistoryTable, Layout } from './history-table.ts'

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
}

/**
 * Seconds of CREATED_TS that a run needs for itself. A table with only the documented columns has nothing but the time
 * to tell a run's products apart, so each product gets a second of its own there.
 */
export function secondsNeeded(layout: Layout, products: number): number {
  return layout === 'full' ? 1 : Math.max(products, 1)
}

export function createdTsOf(layout: Layout, run: HistoryRun): number {
  return layout === 'full' ? run.createdTs : run.createdTs + run.ordinal
}

/** Narrows a query over the table to the rows of this product in this run. */
export function ofRun(table: HistoryTable, run: HistoryRun): (query: Knex.QueryBuilder) => void {
  return (query) => {
    if (table.layout === 'full') {
      query.where(table.column('RUN_ID'), run.runId).where(table.column('PRODUCT'), run.product)
    } else {
      query
        .where(table.column('TENANT_KEY'), run.tenantKey)
        .where(table.column('CREATED_TS'), createdTsOf(table.layout, run))
        .where(table.column('FORGET'), forgetFlag(run.action))
    }
  }
}

export function forgetFlag(action: Action): 0 | 1 {
  return action === 'forget' ? 1 : 0
}

/** Who owns a CONSUMER_ID, where the table has no column for it. Only the run's own request files say so. */
export function ownersByConsumerId(subjects: Subjects): ReadonlyMap<string, readonly Owner[]> {
  const owners = new Map<string, Owner[]>()
  for (const subject of subjects) {
    for (const { kind, value } of subject.identifiers) {
      const known = owners.get(value) ?? []
      known.push({ subjectKey: subject.key, kind, consumerId: value })
      owners.set(value, known)
    }
  }
  return owners
}

/** A plan is begun, or somebody decides about it: whichever comes first, the other one knows of it. */

import { describe, expect, test } from 'vitest'

import type { NotedDecision, PlanMark } from '../../../src/domain/decision.ts'
import { openJournal } from '../../../src/records/journal/journal.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { engines } from '../../support/engines.ts'
import { holding } from '../../support/holding.ts'
import { worker } from '../../support/worker.ts'

function planOf(plan: string): PlanMark {
  const about = { rows: 'r', besides: [], request: 'q', settings: 's', version: '1', madeAt: '2026-01-01T00:00:00Z' }
  return { plan, ...about, fileName: 'forget-25052018-a.json', held: ['/consumers/0/consumer/0'], searches: new Map() }
}

function decisionOn(plan: string): NotedDecision {
  return { plan, document: `{"plan":"${plan}"}`, signature: 's', by: 'eve', receivedAt: '2026-01-01T00:00:00Z' }
}

describe.each(engines)('on $name', ({ withDatabase }) => {
  test('a decision and the begin of its plan at once never pass each other unseen', async () => {
    await withDatabase(async (database, settings) => {
      const options = { client: settings.client, clock: systemClock, worker, lease: { expiryMs: 30_000, locks: null } }
      const journal = await openJournal(database, { ...options, id: 'daemon' })
      // Two connections of one process to a file of SQLite wait for each other without end.
      const own = settings.client === 'pg' ? await openDatabase('other', settings) : database
      const other = await openJournal(own, { ...options, id: 'operator' })
      try {
        await holding(journal, async (lease) => {
          await journal.createRun(lease, { id: 'r1', action: 'forget', salt: 's', products: [], files: [] })
          for (const plan of Array.from({ length: 40 }, (_, i) => `plan-${i}`)) {
            await journal.notePlan(lease, 'r1', planOf(plan))
            const both = [journal.beginPlan(lease, 'r1', plan, 0), other.decide('r1', decisionOn(plan))] as const
            const [isBegun, decided] = await Promise.all(both)
            expect([isBegun, decided]).toEqual(isBegun ? [true, 'begun'] : [false, 'noted'])
          }
        })
      } finally {
        await other.close()
      }
    })
  })
})

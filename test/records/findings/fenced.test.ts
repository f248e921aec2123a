/** Behind a lost lease nothing is added to the record or the history, also when it is lost between the rows and their commit. */

import { describe, expect, test } from 'vitest'

import type { Effect } from '../../../src/domain/effect.ts'
import { leaseLost } from '../../../src/records/failures.ts'
import type { FindSet } from '../../../src/records/findings/find-set.ts'
import type { Findings } from '../../../src/records/findings/findings.ts'
import { findingOf } from '../../support/people.ts'
import { ann, bob, first, partOf, places, search, type RecordWorld } from './record-world.ts'

const one = findingOf(ann, { locator: '1', value: '7815550101' })
const other = findingOf(bob, { locator: '2', value: '7815550102' })
const many = Array.from({ length: 1100 }, (_, i) => findingOf(ann, { locator: `${i}`, value: `v${i}` }))
const begun: Effect = {
  owner: one.owner,
  target: one.target,
  fate: { kind: 'started', receipt: 'job-1', pollAfter: null },
  findings: 1,
}

interface Worker {
  readonly set: FindSet
  readonly findings: Findings
  readonly lose: () => void
}

/** A worker whose lease can be lost, at once or just before the next commit. */
async function workerIn(world: RecordWorld, when: 'at once' | 'before the commit'): Promise<Worker> {
  const state = { losing: false, isLost: false }
  const findings = await world.reopen((_point, side) => {
    if (side === 'before' && state.losing) state.isLost = true
  })
  const holds = () => (state.isLost ? Promise.reject(leaseLost()) : Promise.resolve())
  const fenced = findings.under({ signal: new AbortController().signal, holds })
  const lose = (): void => {
    state.losing = true
    state.isLost = when === 'at once'
  }
  return { set: fenced.by(partOf(), first), findings: fenced, lose }
}

async function rowsOf({ database, historyRows }: RecordWorld): Promise<unknown> {
  const record = await database.run((knex) => knex.raw('select count(*) as n from LETHE_FINDING'))
  return [JSON.stringify(record), await historyRows()]
}

const over = (subjects: readonly string[] | null) => ({ run: partOf(), by: first, subjects })

type Write = readonly [string, (worker: Worker) => Promise<unknown>]

/** Written the engine's fastest way. */
const inBulk: readonly Write[] = [
  ['what a search finds', ({ set }) => set.append([one, other])],
  ['more than one piece of it', ({ set }) => set.append(many)],
  ['what an earlier search has not recorded', ({ set }) => set.appendUnseen([other])],
  ['a receipt', ({ set }) => set.noteEffects([begun])],
  ['what became of a thousand rows', ({ set }) => set.noteEffects(many.map(() => begun))],
  ['that a run is over', ({ findings }) => findings.noteOver(over(null))],
  ['that somebody is answered', ({ findings }) => findings.noteOver(over(['1.consumer-1', '1.consumer-2']))],
]

/** Written in transactions, which are asked about last of all. */
const others: readonly Write[] = [
  ['the end of a search', ({ set }) => set.complete()],
  ['the end of an erasing', ({ set }) => set.completeErasing()],
  ['what the history shows', ({ set }) => set.deliver()],
]

const cases = [
  { when: 'at once', writes: [...inBulk, ...others] },
  { when: 'before the commit', writes: inBulk },
] as const

describe.each(places)('the record on $place', ({ withRecord }) => {
  describe.each(cases)('when the lease is lost $when', ({ when, writes }) => {
    test.each(writes)('keeps out %s', async (_what, write) => {
      await withRecord(async (world) => {
        const worker = await workerIn(world, when)
        await search(worker.set, [one])
        await worker.set.begin()
        worker.set.beginErasing()
        const before = await rowsOf(world)
        worker.lose()
        await expect(write(worker)).rejects.toMatchObject({ code: 'lease-lost', retryable: false })
        expect(await rowsOf(world)).toEqual(before)
        // The next holder goes on, over the same connections.
        const next = world.findings.by(partOf(), { attempt: 1, fence: first.fence + 1 })
        expect(await next.effects()).toEqual([])
        await search(next, [other])
        expect(await next.tally()).toMatchObject({ searches: 2, found: 2 })
      })
    })
  })
})

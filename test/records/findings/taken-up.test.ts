/** What a forget recorded and did not bring to its end is taken up by whoever asks the same again, on every engine. */

import { describe, expect, test } from 'vitest'

import type { Finding, Owner } from '../../../src/domain/finding.ts'
import type { Findings } from '../../../src/records/findings/findings.ts'
import { collect, consumer, findingOf, phoneOf } from '../../support/people.ts'
import { ann, bob, first, partOf, places, search } from './record-world.ts'

const again: Owner = findingOf(consumer('4.consumer-2', phoneOf(101)), { locator: null, value: null }).owner
const next = partOf({ runId: 'run-2', createdTs: 2000 })
const found = [1, 2, 3].map((n) => findingOf(ann, { locator: `${n}`, value: `v${n}` }))
const others = findingOf(bob, { locator: '9', value: 'bob' })
const nothing = { ...findingOf(ann, { locator: null, value: null }), owner: again }

/** Ann has asked again, in a run of her own. */
function anns(findings: Findings): Findings {
  const asked = found[0]?.owner.consumerId
  return findings.takingUp(({ consumerId }) => (consumerId === asked ? [again] : []))
}

async function taken(
  findings: Findings,
  part = next,
  own: readonly Finding[] = [nothing],
  place: string | null = null,
): Promise<readonly string[]> {
  const set = anns(findings).by(part, first, place)
  await search(set, own)
  const recorded = await collect(set.recorded())
  expect(recorded.every(({ owner }) => owner.subjectKey === again.subjectKey)).toBe(true)
  return recorded.map(({ locator }) => locator)
}

describe.each(places)('the record on $place', ({ withRecord }) => {
  test("hands on what was found of the same person, as the new run's own, and nothing of others", async () => {
    await withRecord(async ({ findings, historyRows }) => {
      await search(findings.by(partOf(), first), [...found, others, findingOf(ann, { locator: '5', value: null })])
      const set = anns(findings).by(next, first)
      await search(set, [nothing])
      expect(await collect(set.recorded())).toEqual(found.map((one) => ({ ...one, owner: again })))
      expect(await set.tally()).toMatchObject({ searches: 1, found: 3, owners: [{ owner: again, found: 3 }] })
      await set.deliver()
      expect((await historyRows()).filter((row) => row['FACT_ID'] !== null)).toHaveLength(3)
    })
  })

  test('hands on once what the new search finds too', async () => {
    await withRecord(async ({ findings }) => {
      await search(findings.by(partOf(), first), found)
      const own = found.slice(1).map((one) => ({ ...one, owner: again }))
      expect((await taken(findings, next, own)).toSorted()).toEqual(['1', '2', '3'])
    })
  })

  const over =
    (subjects: readonly string[] | null, runId = 'run-1') =>
    (findings: Findings) =>
      findings.noteOver({ run: partOf({ runId }), by: first, subjects })

  test.each([
    ['that is over', [over(null)]],
    ['in which the person is answered', [over(['1.consumer-1'])]],
    [
      'that another has taken up and ended',
      [(all: Findings) => taken(all, partOf({ runId: 'run-3' })), over(null, 'run-3')],
    ],
  ])('hands on nothing of a run %s', async (_what, acts) => {
    await withRecord(async ({ findings, reopen }) => {
      await search(findings.by(partOf(), first), found)
      for (const act of acts) await act(findings)
      expect(await taken(await reopen())).toEqual([])
    })
  })

  test('hands on what is left of a run in which others are answered, and what the one who took it up has left', async () => {
    await withRecord(async ({ findings }) => {
      await search(findings.by(partOf(), first), [...found, others])
      await findings.noteOver({ run: partOf(), by: first, subjects: ['1.consumer-2'] })
      expect(await taken(findings)).toEqual(['1', '2', '3'])
      expect(await taken(findings, partOf({ runId: 'run-3' }))).toEqual(['1', '2', '3'])
    })
  })

  test.each([
    ['of another tenant', { tenantKey: 2 }],
    ['of another product', { product: 'outbound' }],
    ['that only exported', { action: 'export' as const }],
  ])('hands on nothing of a run %s', async (_what, change) => {
    await withRecord(async ({ findings }) => {
      await search(findings.by(partOf(change), first), found)
      expect(await taken(findings)).toEqual([])
    })
  })

  test.each([
    ['where it stands', 'here', ['1', '2', '3']],
    ['elsewhere: the same keys are other rows there', 'elsewhere', []],
    ['nobody knows where', null, ['1', '2', '3']],
  ])('hands on what was recorded %s', async (_what, place, locators) => {
    await withRecord(async ({ findings, reopen }) => {
      await search(findings.by(partOf(), first, place), found)
      expect(await taken(await reopen(), next, [nothing], 'here')).toEqual(locators)
    })
  })

  test('reads rows as they were noted before there was an index of them', async () => {
    await withRecord(async ({ database, findings, reopen }) => {
      const older = (sql: string) => database.run((knex) => knex.raw(`update LETHE_FINDING set ${sql}`))
      for (const runId of ['run-1', 'run-3']) await search(findings.by(partOf({ runId }), first, 'here'), found)
      await findings.noteOver({ run: partOf(), by: first, subjects: null })
      await older("CONTENT = null where ENTRY = 'complete'")
      await older("COMPLETES = null where ENTRY = 'over'")
      expect(await taken(await reopen(), next, [nothing], 'here')).toEqual(['1', '2', '3'])
      await findings.noteOver({ run: partOf({ runId: 'run-3' }), by: first, subjects: null })
      await older("COMPLETES = null where ENTRY = 'over'")
      expect(await taken(await reopen(), partOf({ runId: 'run-4' }), [nothing], 'here')).toEqual(['1', '2', '3'])
      await findings.noteOver({ run: next, by: first, subjects: null })
      await findings.noteOver({ run: partOf({ runId: 'run-4' }), by: first, subjects: null })
      expect(await taken(await reopen(), partOf({ runId: 'run-5' }), [nothing], 'here')).toEqual([])
    })
  })

  test('tells the rows of forgets in the same place, run by run, and of whom is wanted alone', async () => {
    await withRecord(async ({ findings }) => {
      for (let n = 1; n <= 501; n += 1) {
        const one = findingOf(ann, { locator: `${n}`, value: 'v' })
        await search(findings.by(partOf({ runId: `run-${n}` }), first, n === 7 ? 'elsewhere' : 'here'), [one, others])
      }
      await search(findings.by(partOf({ runId: 'an-export', action: 'export' }), first, 'here'), found)
      await findings.noteOver({ run: partOf(), by: first, subjects: null })
      const isWanted = (_kind: string, consumerId: string): boolean => consumerId === again.consumerId
      const asked = { product: 'info-mart', tenantKey: 1, place: 'here', besides: 'run-9', isWanted }
      const rows = await collect(findings.earlier({ ...asked, tables: [found[0]?.target.table ?? ''] }))
      const expected = Array.from({ length: 501 }, (_, i) => i + 1).filter((n) => n !== 7 && n !== 9)
      expect(rows.map(({ locator }) => Number(locator)).toSorted((a, b) => a - b)).toEqual(expected)
      expect(await collect(findings.earlier({ ...asked, tables: ['ANOTHER'] }))).toEqual([])
    })
  })

  test('hands on nothing of a search that did not come to its end, and nothing to an export or a further search', async () => {
    await withRecord(async ({ findings }) => {
      const cutOff = findings.by(partOf(), first)
      await cutOff.begin()
      await cutOff.append(found)
      expect(await taken(findings)).toEqual([])
      await search(findings.by(partOf({ runId: 'run-0' }), first), found)
      expect(await taken(findings, partOf({ runId: 'run-4', action: 'export' }))).toEqual([])
      expect(await taken(findings, next, [])).toEqual([])
    })
  })

  test('knows of a run that is over after a restart, and of none other', async () => {
    await withRecord(async ({ findings, reopen }) => {
      await search(findings.by(partOf(), first), found)
      await findings.noteOver({ run: partOf(), by: first, subjects: ['1.consumer-1'] })
      for (const [file, isOver] of [
        [null, false],
        [1, true],
        [2, false],
        [11, false],
      ] as const) {
        expect(await findings.isOver('run-1', file), `file ${file}`).toBe(isOver)
      }
      await findings.noteOver({ run: partOf(), by: first, subjects: null })
      await findings.noteOver({ run: partOf(), by: { attempt: 2, fence: 8 }, subjects: null })
      expect(await (await reopen()).isOver('run-1', null)).toBe(true)
      expect(await findings.isOver('run-2', null)).toBe(false)
      expect(await findings.purge('run-1')).toBeGreaterThan(5)
      expect(await findings.isOver('run-1', null)).toBe(false)
    })
  })

  test('says once of whom it is told at every attempt that he is answered', async () => {
    await withRecord(async ({ database, findings }) => {
      for (const attempt of [1, 2, 3]) {
        const subjects = ['1.consumer-1', `1.consumer-${attempt}`]
        await findings.noteOver({ run: partOf(), by: { attempt, fence: 7 }, subjects: [...new Set(subjects)] })
      }
      const rows = await database.run((knex) => knex.raw("select * from LETHE_FINDING where ENTRY = 'over'"))
      expect(rows.rows ?? rows).toHaveLength(3)
    })
  })

  test('knows for which files of a run something was found, in whatever product', async () => {
    await withRecord(async ({ findings, reopen }) => {
      const back = { ...others, owner: { ...others.owner, subjectKey: '0.consumer-1' } }
      await search(findings.by(partOf(), first), [...found, { ...others, owner: again }])
      await search(findings.by(partOf({ product: 'outbound' }), first), [back])
      await search(findings.by(partOf({ runId: 'run-3' }), first), [others])
      const reopened = await reopen()
      expect(await reopened.filesIn('run-1')).toEqual(new Set([1, 4, null]))
      expect(await reopened.filesIn('run-3')).toEqual(new Set([1]))
      expect(await reopened.filesIn('run-4')).toEqual(new Set())
    })
  })
})

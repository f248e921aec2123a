/** The record keeps its laws on every engine, beside a history of ours and one with the documented columns alone. */

import { describe, expect, test } from 'vitest'

import type { Effect, Fate } from '../../../src/domain/effect.ts'
import type { Evaluation, Finding } from '../../../src/domain/finding.ts'
import { collect, consumer, findingOf, phoneOf } from '../../support/people.ts'
import { engines } from '../../support/engines.ts'
import { openFindings } from '../../../src/records/findings/findings.ts'
import { openHistory } from '../../../src/records/history/history.ts'
import { ann, bob, first, partOf, places, search } from './record-world.ts'

const one = findingOf(ann, { locator: '1', value: '7815550101' })
const empty = findingOf(ann, { locator: '2', value: null })
const nothing = findingOf(bob, { locator: null, value: null })

function unevaluated(reason: string, owner: Finding['owner'] | null = one.owner): Evaluation {
  return { owner, target: { table: 'INTERACTION_FACT', column: 'SOURCE_ADDRESS' }, unevaluated: reason }
}

describe.each(places)('the record on $place', ({ withRecord }) => {
  test('gives back what holds something, in its order, and nothing of other products and runs', async () => {
    await withRecord(async ({ findings }) => {
      const set = findings.by(partOf(), first)
      const more = Array.from({ length: 30 }, (_, i) => findingOf(bob, { locator: `${100 - i}`, value: `v${i}` }))
      await search(set, [one, empty, nothing, ...more])
      await search(findings.by(partOf({ product: 'outbound' }), first), [findingOf(ann, { locator: '7', value: 'x' })])
      await search(findings.by(partOf({ runId: 'run-2' }), first), [findingOf(ann, { locator: '8', value: 'y' })])
      expect(await collect(set.recorded())).toEqual([one, ...more])
      expect(await collect(findings.of(partOf()).recorded())).toEqual([one, ...more])
    })
  })

  test('keeps a whole row, bytes and empty texts as what they are', async () => {
    await withRecord(async ({ findings }) => {
      const set = findings.by(partOf(), first)
      const contents = [
        { kind: 'document', fields: { PHONE: '7815550101', NOTE: null, EMPTY: '', __proto__x: 'p' } },
        { kind: 'blob', name: 'photo.jpg', mediaType: 'image/jpeg', bytes: 12, sha256: 'ab'.repeat(32) },
        '{"kind":"document"}',
        '',
      ] as const
      const all = contents.map((content, i) => ({ ...findingOf(ann, { locator: `${i}`, value: '' }), content }))
      await search(set, all)
      expect((await collect(set.recorded())).map(({ content }) => content)).toEqual(contents)
    })
  })

  test('passes over a search that did not come to its end, whoever made it', async () => {
    await withRecord(async ({ findings, historyRows }) => {
      const cutOff = findings.by(partOf(), first)
      await cutOff.begin()
      await cutOff.append([one, findingOf(bob, { locator: '9', value: 'gone' })])
      expect(await cutOff.tally()).toMatchObject({ searches: 0, evaluated: 0, found: 0, owners: [] })
      expect(await collect(cutOff.recorded())).toEqual([])
      await cutOff.deliver()
      const again = findings.by(partOf(), { attempt: 1, fence: 8 })
      await search(again, [one])
      await again.deliver()
      expect(await collect(again.recorded())).toEqual([one])
      expect(await again.tally()).toMatchObject({ searches: 1, evaluated: 1, found: 1 })
      expect(await historyRows()).toHaveLength(1)
    })
  })

  test('counts the rows of whoever came to the end first, and of nobody else', async () => {
    await withRecord(async ({ findings, historyRows }) => {
      const [stale, holder] = [findings.by(partOf(), first), findings.by(partOf(), { attempt: 1, fence: 8 })]
      await stale.begin()
      await holder.begin()
      await stale.append([one, findingOf(bob, { locator: '5', value: 'stale' })])
      await holder.append([one])
      await holder.complete()
      await stale.complete()
      for (const set of [stale, holder]) {
        expect(await collect(set.recorded())).toEqual([one])
        await set.deliver()
      }
      expect(await historyRows()).toHaveLength(1)
    })
  })

  test('counts what was evaluated and found, per identifier, each spelling for itself', async () => {
    await withRecord(async ({ findings }) => {
      const names = ['Mary Sample', 'MARY SAMPLE', 'Märy Sample'].map((value) => {
        return consumer('1.employee-1', { kind: 'name', value, normal: value, written: [value], digits: [] })
      })
      const set = findings.by(partOf(), first)
      await search(set, [
        one,
        findingOf(ann, { locator: '2', value: 'b', column: 'TARGET_ADDRESS' }),
        nothing,
        ...names.map((who, i) =>
          findingOf(who, { locator: i === 1 ? '3' : null, value: i === 1 ? 'MARY SAMPLE' : null }),
        ),
      ])
      const tally = await set.tally()
      expect(tally).toMatchObject({ searches: 1, evaluated: 2, found: 3, unevaluated: [] })
      const found = tally.owners.map(({ owner, found: count }) => [owner.subjectKey, owner.consumerId, count])
      expect(found.sort()).toEqual([
        ['1.consumer-1', '7815550101', 2],
        ['1.consumer-2', '7815550102', 0],
        ['1.employee-1', 'MARY SAMPLE', 1],
        ['1.employee-1', 'Mary Sample', 0],
        ['1.employee-1', 'Märy Sample', 0],
      ])
    })
  })

  test('answers what is asked now, also after somebody else has added to it', async () => {
    await withRecord(async ({ findings }) => {
      const [set, other] = [findings.by(partOf(), first), findings.by(partOf(), { attempt: 2, fence: 9 })]
      expect((await set.tally()).found).toBe(0)
      await search(set, [one])
      expect((await set.tally()).found).toBe(1)
      await other.begin()
      expect(await other.appendUnseen([one, findingOf(ann, { locator: '2', value: 'b' })])).toBe(1)
      expect((await set.tally()).found).toBe(1)
      await other.complete()
      expect(await set.tally()).toMatchObject({ searches: 2, found: 2 })
    })
  })

  test('a further search adds only what is new: another content, another place, and who was looked for nowhere', async () => {
    await withRecord(async ({ findings, historyRows }) => {
      const set = findings.by(partOf(), first)
      await search(set, [one, empty, nothing])
      const again = [
        one,
        empty,
        nothing,
        findingOf(ann, { locator: null, value: null }),
        findingOf(ann, { locator: '1', value: 'another' }),
        findingOf(ann, { locator: '3', value: 'c' }),
        findingOf(ann, { locator: '3', value: 'c' }),
        findingOf(bob, { locator: null, value: null, column: 'TARGET_ADDRESS' }),
      ]
      await set.begin()
      expect(await set.appendUnseen(again)).toBe(2)
      await set.complete()
      await set.begin()
      expect(await set.appendUnseen(again)).toBe(0)
      await set.complete()
      expect((await collect(set.recorded())).map(({ content }) => content)).toEqual(['7815550101', 'another', 'c'])
      await set.deliver()
      expect(await historyRows()).toHaveLength(6)
      expect((await set.tally()).owners.find(({ owner }) => owner.subjectKey === bob.key)).toMatchObject({ found: 0 })
    })
  })

  test('tells what the latest search could not evaluate, and shows no auditor of it', async () => {
    await withRecord(async ({ findings, historyRows }) => {
      const set = findings.by(partOf(), first)
      await search(set, [one, unevaluated('a row has no key'), unevaluated('the view hides rows', null)])
      await set.deliver()
      expect((await set.tally()).unevaluated).toEqual([
        unevaluated('a row has no key'),
        unevaluated('the view hides rows', null),
      ])
      expect(await historyRows()).toHaveLength(1)
      await set.begin()
      await set.appendUnseen([one, unevaluated('the view hides rows', null)])
      await set.complete()
      expect((await set.tally()).unevaluated).toEqual([unevaluated('the view hides rows', null)])
      await set.begin()
      await set.complete()
      expect((await set.tally()).unevaluated).toEqual([])
    })
  })

  test('reads ten thousand findings back, awkward texts byte by byte', async () => {
    await withRecord(async ({ findings, database }) => {
      const awkward = [
        '"quoted" \\ back',
        "it's",
        'zwölf\n\tZeilen\r\n',
        '日本 🙂',
        ' blanks ',
        '%_[a-z]',
        '\\N',
        '\\.',
      ]
      const set = findings.by(partOf(), first)
      await set.begin()
      for (let batch = 0; batch < 10; batch++) {
        const some = Array.from({ length: 1000 }, (_, i) =>
          findingOf(ann, { locator: `${batch * 1000 + i}`, value: awkward[i % awkward.length] ?? '' }),
        )
        await set.append(some)
      }
      await set.complete()
      await set.deliver()
      const back = await collect(set.recorded())
      expect(back.map(({ locator }) => locator)).toEqual(Array.from({ length: 10_000 }, (_, i) => `${i}`))
      for (const [i, { content }] of back.entries()) expect(content).toBe(awkward[(i % 1000) % awkward.length])
      const [rows] = await database.run((knex) => knex('CTL_GDPR_HISTORY'.toLowerCase()).count({ n: '*' }))
      expect(Number(rows?.n)).toBe(10_000)
    })
  })

  test('exports one person, table by table, with the empty fields, and nothing of a further person', async () => {
    await withRecord(async ({ findings }) => {
      const set = findings.by(partOf({ action: 'export' }), first)
      const twin = consumer('2.consumer-1', phoneOf(101))
      await search(set, [
        findingOf(ann, { table: 'Z_FACT', locator: '9', value: 'z' }),
        findingOf(bob, { locator: '5', value: 'not hers' }),
        findingOf(twin, { locator: '5', value: 'of whoever gave the same number' }),
        findingOf(ann, { column: 'TARGET_ADDRESS', locator: '1', value: 't' }),
        findingOf(ann, { table: 'A_FACT', locator: '3', value: null }),
        findingOf(ann, { locator: '1', value: 's' }),
        findingOf(ann, { table: 'B_FACT', locator: null, value: null }),
      ])
      const rows = await collect(set.exportRows(ann.key))
      expect(rows.map(({ table, column, value }) => [table, column, value])).toEqual([
        ['A_FACT', 'SOURCE_ADDRESS', null],
        ['INTERACTION_FACT', 'SOURCE_ADDRESS', 's'],
        ['INTERACTION_FACT', 'TARGET_ADDRESS', 't'],
        ['Z_FACT', 'SOURCE_ADDRESS', 'z'],
      ])
      expect(new Set(rows.map(({ subjectKey }) => subjectKey))).toEqual(new Set([ann.key]))
    })
  })

  test('takes over what the history shows already, without showing it twice', async () => {
    await withRecord(async ({ findings, historyRows }) => {
      const set = findings.by(partOf(), first)
      await set.takeOver(
        (async function* () {
          yield* [one, empty, nothing]
        })(),
      )
      await set.deliver()
      expect(await historyRows()).toEqual([])
      expect(await collect(set.recorded())).toEqual([one])
      await set.begin()
      expect(await set.appendUnseen([one, findingOf(ann, { locator: '4', value: 'd' })])).toBe(1)
      await set.complete()
      await set.deliver()
      expect(await historyRows()).toHaveLength(1)
    })
  })
})

describe.each(places)('what erasing told, in the record on $place', ({ withRecord }) => {
  const target = { table: 'INTERACTION_FACT', column: 'SOURCE_ADDRESS' }
  const effect = (fate: Fate, findings = 1): Effect => ({ owner: one.owner, target, fate, findings })
  const everyFate: readonly Effect[] = [
    effect({ kind: 'erased' }, 7),
    effect({ kind: 'held', reason: 'the record is held', until: null }),
    effect({ kind: 'held', reason: 'the record is held', until: '2026-01-01T00:00:00.000Z' }),
    effect({ kind: 'retained', basis: 'a law' }),
    effect({ kind: 'gone' }),
    effect({ kind: 'started', receipt: 'job-1', pollAfter: null }),
    effect({ kind: 'expires', at: '2026-02-01T00:00:00.000Z' }),
    effect({ kind: 'failed', reason: 'a trigger refuses' }),
  ]

  test('is read back as it was told, a receipt also when nothing more came', async () => {
    await withRecord(async ({ findings }) => {
      const cutOff = findings.by(partOf(), first)
      for (const some of everyFate) await cutOff.noteEffects([some])
      const again = findings.by(partOf(), { attempt: 1, fence: 8 })
      expect(await again.effects()).toEqual(everyFate)
      expect(await findings.of(partOf({ product: 'outbound' })).effects()).toEqual([])
    })
  })

  test('gives way to what the next whole erasing tells', async () => {
    await withRecord(async ({ findings }) => {
      const cutOff = findings.by(partOf(), first)
      await cutOff.noteEffects([effect({ kind: 'started', receipt: 'job-1', pollAfter: null })])
      const set = findings.by(partOf(), { attempt: 1, fence: 8 })
      await set.noteEffects([effect({ kind: 'erased' }, 3)])
      await set.completeErasing()
      expect(await set.effects()).toEqual([effect({ kind: 'erased' }, 3)])
      await set.noteEffects([effect({ kind: 'gone' })])
      expect(await set.effects()).toEqual([effect({ kind: 'erased' }, 3), effect({ kind: 'gone' })])
      await set.completeErasing()
      expect(await set.effects()).toEqual([effect({ kind: 'gone' })])
      await set.completeErasing()
      expect(await set.effects()).toEqual([])
    })
  })
})

describe.each(engines)('a record on $name', ({ withDatabase }) => {
  test('is not created on a server without being told to', async () => {
    await withDatabase(async (database, { client }) => {
      const history = await openHistory(database, { client, create: true })
      const opening = openFindings(database, { client, create: false, history, newToken: () => '' })
      await expect(opening).rejects.toMatchObject({
        code: 'history',
        message: expect.stringContaining('LETHE_FINDING'),
      })
    })
  })
})

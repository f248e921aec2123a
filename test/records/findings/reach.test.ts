/** How many rows and people an identifier reaches, as the record counts them on every engine. */

import { expect, test } from 'vitest'

import { ownerName } from '../../../src/domain/effect.ts'
import type { Evaluation, PersonSeen } from '../../../src/domain/finding.ts'
import { collect, findingOf } from '../../support/people.ts'
import { ann, bob, first, partOf, places, search } from './record-world.ts'

const annOwner = findingOf(ann, { locator: null, value: null }).owner
const bobOwner = findingOf(bob, { locator: null, value: null }).owner

function person(owner: PersonSeen['owner'], name: string, column = 'SOURCE_ADDRESS'): PersonSeen {
  return { owner, target: { table: 'INTERACTION_FACT', column }, person: name }
}

const found: readonly Evaluation[] = [
  // One row in two columns, the same key in another table, and a field that is empty.
  findingOf(ann, { locator: '1', value: '7815550101' }),
  findingOf(ann, { locator: '1', value: '7815550101', column: 'TARGET_ADDRESS' }),
  findingOf(ann, { locator: '2', value: '7815550101', column: 'TARGET_ADDRESS' }),
  findingOf(ann, { locator: '1', value: 'A-1', table: 'IRF_USER_DATA_CUST_1', column: 'CUSTOM_DATA_1' }),
  findingOf(ann, { locator: '3', value: null }),
  findingOf(ann, { locator: null, value: null, table: 'CALLBACK_FACT' }),
  findingOf(bob, { locator: '1', value: '7815550102' }),
  person(annOwner, 'p1'),
  person(annOwner, 'p2'),
  person(annOwner, 'p2'),
  person(annOwner, 'account', 'CUSTOM_DATA_1'),
  person(bobOwner, 'p1'),
]

test.each(places)('rows are counted once, people by the column that tells most apart: $place', ({ withRecord }) =>
  withRecord(async ({ findings, historyRows }) => {
    const set = findings.by(partOf(), first)
    expect(await set.reach()).toEqual([])
    await search(set, found)
    await set.deliver()

    const reach = new Map((await set.reach()).map((one) => [ownerName(one.owner), one]))
    expect(reach.get(ownerName(annOwner))).toMatchObject({ people: 2 })
    expect(reach.get(ownerName(annOwner))?.rows).toBeGreaterThanOrEqual(4)
    expect(reach.get(ownerName(bobOwner))).toMatchObject({ rows: 1, people: 1 })
    expect(await set.differentRows(null)).toEqual(
      new Map([
        [ownerName(annOwner), 4],
        [ownerName(bobOwner), 1],
      ]),
    )
    expect(await set.differentRows([bob.key])).toEqual(new Map([[ownerName(bobOwner), 1]]))

    // They are counted and no more: nobody erases them, and no auditor sees them.
    expect(await collect(set.recorded())).toHaveLength(5)
    expect(JSON.stringify(await historyRows())).not.toContain('p1')
    expect(await set.tally()).toMatchObject({ found: 5, searches: 1 })
  }),
)

test.each(places)(
  'a further search tells people anew, and rows that are known are no new ones: $place',
  ({ withRecord }) =>
    withRecord(async ({ findings }) => {
      const set = findings.by(partOf(), first)
      await search(set, found)
      await set.begin()
      const again = [
        findingOf(ann, { locator: '1', value: '7815550101' }),
        findingOf(ann, { locator: '9', value: '7815550101' }),
      ]
      expect(await set.appendUnseen([...again, person(annOwner, 'p9')])).toBe(1)
      await set.complete()

      const reach = new Map((await set.reach()).map((one) => [ownerName(one.owner), one.people]))
      expect(reach.get(ownerName(annOwner))).toBe(1)
      expect(reach.get(ownerName(bobOwner))).toBe(0)
      expect((await set.differentRows(null)).get(ownerName(annOwner))).toBe(5)
    }),
)

test.each(places)(
  'under the same settings whoever is not seen any more is a person still, under others nobody knows: $place',
  ({ withRecord }) =>
    withRecord(async ({ findings }) => {
      const under = (rules: string) => findings.by(partOf(), { ...first, rules })
      const peopleAfter = async (rules: string, ...seen: readonly string[]) => {
        const set = under(rules)
        await set.begin()
        await set.appendUnseen(seen.map((name) => person(annOwner, name)))
        await set.complete()
        return (await set.reach()).find(({ owner }) => ownerName(owner) === ownerName(annOwner))?.people
      }
      await search(under('some'), found)
      expect(await peopleAfter('some', 'p2', 'p3')).toBe(3)
      expect(await peopleAfter('some')).toBe(3)
      expect(await peopleAfter('others', 'p3')).toBe(1)
      expect(await peopleAfter('some', 'p3', 'p4')).toBe(4)
    }),
)

/** What the history cannot hold is cut there, and marked; the record holds all of it. */

import { describe, expect, test } from 'vitest'

import { sha256 } from '../../../src/platform/crypto/hash.ts'
import { collect, findingOf } from '../../support/people.ts'
import { engines } from '../../support/engines.ts'
import { ann, eightColumns, first, openWorld, partOf, search } from './record-world.ts'

const marked = (text: string, head: number): string => `${text.slice(0, head)}~sha256:${sha256(text).slice(0, 16)}`

describe.each(engines)('beside a narrow history on $name', ({ withDatabase }) => {
  test('a text that does not fit is cut and marked with a digest of the whole', async () => {
    await withDatabase(async (database, { client }) => {
      await database.run((knex) => knex.raw(eightColumns))
      const world = await openWorld(database, client)
      const set = world.findings.by(partOf({ action: 'export' }), first)
      const long = {
        value: 'v'.repeat(5000),
        other: `${'v'.repeat(4999)}w`,
        key: 'CustomerPreferredContactChannelName',
        fact: '7'.repeat(65),
        path: `/var/log/${'deep/'.repeat(20)}server.log`,
        emoji: '🙂'.repeat(600),
      }
      const found = [
        findingOf(ann, { locator: '1', value: long.value }),
        findingOf(ann, { locator: '2', value: long.other }),
        findingOf(ann, { locator: '3', value: 'x', column: long.key }),
        findingOf(ann, { locator: long.fact, value: 'x' }),
        findingOf(ann, { locator: '5', value: long.emoji, table: long.path }),
        findingOf(ann, { locator: '6'.repeat(64), value: 'y'.repeat(1024), column: 'c'.repeat(30) }),
      ]
      await search(set, found)
      await set.deliver()
      expect(await collect(set.recorded())).toEqual(found)
      const rows = await collect(set.exportRows(ann.key))
      expect(rows.map(({ value }) => value).sort()).toEqual(found.map(({ content }) => content).sort())
      const shown = new Map((await world.historyRows()).map((row) => [String(row['FACT_ID']), row]))
      expect(shown.get('1')).toMatchObject({ KEY_VALUE: marked(long.value, 1000) })
      expect(shown.get('2')).toMatchObject({ KEY_VALUE: marked(long.other, 1000) })
      expect(shown.get('3')).toMatchObject({ COLUMN_NAME: marked(long.key, 6), KEY_VALUE: 'x' })
      expect(shown.get(marked(long.fact, 40))).toMatchObject({ KEY_VALUE: 'x' })
      expect(shown.get('5')).toMatchObject({ TABLE_NAME: marked(long.path, 6) })
      expect(String(shown.get('5')?.['KEY_VALUE'])).toBe(marked(long.emoji, 1000))
      expect(shown.get('6'.repeat(64))).toMatchObject({ KEY_VALUE: 'y'.repeat(1024), COLUMN_NAME: 'c'.repeat(30) })
    })
  })

  test('a whole row is shown as its fields, and bytes as what tells of them', async () => {
    await withDatabase(async (database, { client }) => {
      await database.run((knex) => knex.raw(eightColumns))
      const world = await openWorld(database, client)
      const set = world.findings.by(partOf(), first)
      const row = { kind: 'document', fields: { PHONE: '7815550101', NOTE: null } } as const
      const blob = { kind: 'blob', name: 'a.wav', mediaType: 'audio/wav', bytes: 9, sha256: 'ab'.repeat(32) } as const
      const empty = findingOf(ann, { locator: '1', value: null })
      await search(set, [
        { ...empty, content: row },
        { ...empty, locator: '2', content: blob },
      ])
      await set.deliver()
      const values = (await world.historyRows()).map((one) => one['KEY_VALUE'])
      expect(values).toEqual(['{"PHONE":"7815550101","NOTE":null}', `a.wav (9 bytes, SHA-256 ${'ab'.repeat(32)})`])
    })
  })

  test('keys of a site that keeps them as numbers are shown as numbers', async () => {
    await withDatabase(async (database, { client }) => {
      await database.run((knex) => knex.raw(eightColumns.replace('FACT_ID varchar(64)', 'FACT_ID bigint')))
      const world = await openWorld(database, client)
      const set = world.findings.by(partOf(), first)
      await search(set, [
        findingOf(ann, { locator: '9007199254740993', value: 'a' }),
        findingOf(ann, { locator: null, value: null, column: 'TARGET_ADDRESS' }),
      ])
      await set.deliver()
      const [row] = await database.run((knex) =>
        knex('CTL_GDPR_HISTORY'.toLowerCase())
          .whereNotNull('FACT_ID'.toLowerCase())
          .select(knex.raw('cast(fact_id as text) as id')),
      )
      expect(row?.id).toBe('9007199254740993')
    })
  })
})

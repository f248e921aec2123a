/** Attached data: the ways that lead to it, the keys that name it, and what the settings cut off. */

import { describe, expect, test } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { subjects } from '../../contract/corpus.ts'
import { engines } from '../../support/engines.ts'
import { attached, call, createEmpty, found, insert, mapKey, open } from './support.ts'

const number = '2125550101'
const [someone] = subjects

/** Ada by her number alone. */
function ada(...attachedKeys: readonly string[]): readonly Subject[] {
  if (someone === undefined) return []
  return [{ ...someone, identifiers: someone.identifiers.filter(({ kind }) => kind === 'phone'), attachedKeys }]
}

const userData = (lines: readonly string[]) => lines.filter((line) => line.startsWith('IRF_USER_DATA'))

describe.each(engines)('on $name', ({ withDatabase }) => {
  test('a caller who gave up in the queue has left data under the mediation segment', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      await call(database, 1, number)
      await call(database, 2, '2125550111')
      await insert(
        database,
        'MEDIATION_SEGMENT_FACT',
        { MEDIATION_SEGMENT_ID: 900, INTERACTION_ID: 1, TENANT_KEY: 1 },
        { MEDIATION_SEGMENT_ID: 901, INTERACTION_ID: 2, TENANT_KEY: 1 },
        { MEDIATION_SEGMENT_ID: 902, INTERACTION_ID: 1, TENANT_KEY: 2 },
      )
      for (const id of [900, 901, 902, 1001]) await attached(database, id, `A-${id}`)
      expect(userData(await found(database, ada('AcctNum')))).toEqual([
        'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 1001 A-1001',
        'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 900 A-900',
      ])
      expect(userData(await found(database, ada()))).toEqual([])
    })
  })

  test('a key is the same in upper and lower case, and with or without blanks', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'Acct Num', 'CUSTOM_DATA_1')
      await call(database, 1, number)
      await attached(database, 1001, 'A')
      for (const key of ['acctnum', 'ACCT NUM', ' AcctNum ', 'Acct\u00a0Num', 'Acct Num']) {
        const lines = await found(database, ada(key))
        expect([key, userData(lines)]).toEqual([key, ['IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 1001 A']])
        expect(lines.filter((line) => line.includes('MAPPING'))).toEqual([])
      }
      expect(userData(await found(database, ada('AcctNumber')))).toEqual([])
    })
  })
})

describe('with one engine', () => {
  const [engine] = engines
  const withDatabase: NonNullable<typeof engine>['withDatabase'] = (work) => {
    if (engine === undefined) throw new Error('no engine')
    return engine.withDatabase(work)
  }

  test('the same holds for fields of the dialer', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      const attempt = { CONTACT_ATTEMPT_FACT_KEY: 1, TENANT_KEY: 1, CONTACT_INFO: number, RECORD_FIELD_15: 'S' }
      await insert(database, 'CONTACT_ATTEMPT_FACT', attempt)
      const recordFields = { SSN: 'RECORD_FIELD_15' }
      const lines = await found(database, ada('ssn'), { recordFields })
      expect(lines).toContain('CONTACT_ATTEMPT_FACT.RECORD_FIELD_15 1 S')
      const without = { recordFields, exclude: ['contact_attempt_fact.record_field_15'] }
      expect((await found(database, ada('ssn'), without)).filter((line) => line.includes('_15'))).toEqual([])
    })
  })

  test('a key that is nearly known is told with the one that it may have meant', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      const session = await open(database)
      const [near] = (await session.remarks?.(ada('AcctNo', 'acct num'))) ?? []
      expect(near).toContain('1 key(s) of `kvlist` that lead to no column (`AcctNo` – did you mean `AcctNum`?)')
      const [far] = (await session.remarks?.(ada('Birthday'))) ?? []
      expect(far).toContain('(`Birthday`)')
      expect(await session.remarks?.(ada('ACCTNUM'))).toEqual([])
    })
  })

  test.each([
    ['INTERACTION_RESOURCE_FACT', ['900']],
    ['mediation_segment_fact', ['1001']],
    ['Interaction_Fact', []],
  ])('what an exclude of %s cuts off is not said to be evaluated, and told', async (table, locators) => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      await mapKey(database, 'SSN', 'CUSTOM_DATA_3', 2)
      await call(database, 1, number)
      await insert(database, 'MEDIATION_SEGMENT_FACT', { MEDIATION_SEGMENT_ID: 900, INTERACTION_ID: 1, TENANT_KEY: 1 })
      for (const id of [900, 1001]) await attached(database, id, `A-${id}`)
      const lines = userData(await found(database, ada('AcctNum'), { exclude: [table] }))
      expect(lines).toEqual(locators.map((id) => `IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 ${id} A-${id}`))
      const nobody = userData(await found(database, ada('SSN'), { exclude: [table] }))
      expect(nobody.filter((line) => line.endsWith(' - -'))).toEqual([])
      const [remark] = (await (await open(database, { exclude: [table] })).remarks?.(ada('AcctNum'))) ?? []
      expect(remark).toContain(`\`exclude\` names \`${table.toUpperCase()}\``)
    })
  })

  test('a column alone may be left out without cutting off what its table leads to', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      await call(database, 1, number)
      await attached(database, 1001, 'A')
      const lines = await found(database, ada('AcctNum'), { exclude: ['INTERACTION_RESOURCE_FACT.TARGET_ADDRESS'] })
      expect(userData(lines)).toEqual(['IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 1001 A'])
      expect(lines.filter((line) => line.startsWith('INTERACTION_RESOURCE_FACT'))).toEqual([])
    })
  })

  test('the keys of the interval are compared too where the site says that they are filled', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      const tables = ['INTERACTION_RESOURCE_FACT', 'MEDIATION_SEGMENT_FACT', 'IRF_USER_DATA_CUST_1']
      for (const table of tables) {
        await database.knex.raw(`alter table ${table} add START_DATE_TIME_KEY int default 7`)
      }
      database.refresh()
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      for (const id of [1, 2]) await call(database, id, number)
      await insert(database, 'MEDIATION_SEGMENT_FACT', { MEDIATION_SEGMENT_ID: 900, INTERACTION_ID: 1, TENANT_KEY: 1 })
      for (const id of [900, 1001, 1002]) await attached(database, id, `A-${id}`)
      await database.knex('IRF_USER_DATA_CUST_1').where({ INTERACTION_RESOURCE_ID: 1002 }).update({
        START_DATE_TIME_KEY: 8,
      })
      const lines = (dateKeys: boolean) => found(database, ada('AcctNum'), { joins: { dateKeys } })
      const [first, second, segment] = [1001, 1002, 900].map((id) => `IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 ${id} A-${id}`)
      expect(userData(await lines(false))).toEqual([first, second, segment])
      expect(userData(await lines(true))).toEqual([first, segment])
    })
  })

  test('an attempt leads to the call that it made where the site says which column holds it', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await database.knex.raw('alter table CONTACT_ATTEMPT_FACT add CALLID varchar(50)')
      await database.knex.raw('alter table CONTACT_ATTEMPT_FACT add CALL_ATTEMPT_ID varchar(64)')
      await database.knex.raw('alter table INTERACTION_FACT add MEDIA_SERVER_IXN_GUID varchar(50)')
      await database.knex.raw(
        'create table IRF_USER_DATA_GEN_1 (INTERACTION_RESOURCE_ID numeric(19) primary key, TENANT_KEY int, GSW_CALL_ATTEMPT_GUID varchar(64))',
      )
      database.refresh()
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      for (const id of [1, 2]) await call(database, id, '8005550100')
      await database.knex('INTERACTION_FACT').where({ INTERACTION_ID: 1 }).update({ MEDIA_SERVER_IXN_GUID: 'G1' })
      await insert(database, 'IRF_USER_DATA_GEN_1', {
        INTERACTION_RESOURCE_ID: 1002,
        TENANT_KEY: 1,
        GSW_CALL_ATTEMPT_GUID: 'T2',
      })
      const attempt = { TENANT_KEY: 1, CONTACT_INFO: number }
      await insert(
        database,
        'CONTACT_ATTEMPT_FACT',
        { ...attempt, CONTACT_ATTEMPT_FACT_KEY: 1, CALLID: 'G1', CALL_ATTEMPT_ID: '' },
        { ...attempt, CONTACT_ATTEMPT_FACT_KEY: 2, CALLID: '', CALL_ATTEMPT_ID: 'T2' },
      )
      for (const id of [1001, 1002]) await attached(database, id, `A-${id}`)
      const reached = async (...contactAttempts: readonly ('CALLID' | 'CALL_ATTEMPT_ID')[]) =>
        userData(await found(database, ada('AcctNum'), { joins: { contactAttempts } })).filter(
          (line) => !line.endsWith(' - -'),
        )
      const [first, second] = [1001, 1002].map((id) => `IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 ${id} A-${id}`)
      expect(await reached()).toEqual([])
      expect(await reached('CALLID')).toEqual([first])
      expect(await reached('CALL_ATTEMPT_ID')).toEqual([second])
      expect(await reached('CALLID', 'CALL_ATTEMPT_ID')).toEqual([first, second])
    })
  })
})

/** Which rows count: those of no tenant by the settings and by who uses the database, and only agents among resources. */

import { describe, expect, test } from 'vitest'

import { isFinding } from '../../../src/domain/finding.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { infoMart } from '../../../src/products/info-mart/info-mart.ts'
import type { InfoMartSettings } from '../../../src/products/info-mart/settings.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'
import { attached, call, createEmpty, found, insert, mapKey, texts } from './support.ts'

const number = '2125550101'
const other = '2125550111'

function peopleWith(kind: 'phone' | 'username', ...attachedKeys: readonly string[]): readonly Subject[] {
  return subjects.flatMap((one) => {
    const identifiers = one.identifiers.filter((identifier) => identifier.kind === kind)
    return identifiers.length === 0 ? [] : [{ ...one, identifiers, attachedKeys }]
  })
}

const callbacks = { DS_AUDIT_KEY: 1, EVENT_SEQUENCE: 1 } as const

/** One row of the tenant's and one of nobody's for each number of the dialler's default, NULL and another tenant. */
async function fill(database: Database, ...tenants: readonly number[]): Promise<void> {
  await createEmpty(database)
  await database.knex.raw('drop table CALLBACK_FACT')
  await database.knex.raw(
    'create table CALLBACK_FACT (ADDED_TS int, DS_AUDIT_KEY numeric(19), EVENT_SEQUENCE int, TENANT_KEY int default -1, CUSTOMER_ANI varchar(255), CUSTOMER_PHONE_NUMBER varchar(255), primary key (ADDED_TS, DS_AUDIT_KEY, EVENT_SEQUENCE))',
  )
  database.refresh()
  for (const [i, key] of [1, -1, null, 2].entries()) {
    const row = { ...callbacks, ADDED_TS: i + 1, TENANT_KEY: key, CUSTOMER_ANI: i % 2 === 0 ? number : `1-${number}` }
    await insert(database, 'CALLBACK_FACT', row)
  }
  for (const key of tenants) {
    await insert(database, 'RESOURCE_', { RESOURCE_KEY: key + 100, TENANT_KEY: key, RESOURCE_NAME: `agent${key}` })
  }
}

interface Seen {
  readonly located: readonly string[]
  readonly refused: readonly string[]
}

async function searched(database: Database, more: Partial<InfoMartSettings> = {}, tenants = 1): Promise<Seen> {
  const settings = { database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'], ...more }
  const session = await infoMart.open(settings, tenant, toolsFor(database, tenants))
  const [located, refused]: [string[], string[]] = [[], []]
  for await (const one of session.find(peopleWith('phone'), run())) {
    if (one.target.column !== 'CUSTOMER_ANI') continue
    if ('unevaluated' in one) refused.push(`${one.owner?.consumerId ?? '-'}: ${one.unevaluated}`)
    else if (isFinding(one) && one.locator !== null) located.push(one.locator)
  }
  return { located: located.sort(), refused }
}

describe.each(engines)('rows of no tenant, on $name', ({ withDatabase }) => {
  test.each([
    ['are the only tenant’s', [1], 1],
    ['are the only tenant’s beside the dimension’s own rows', [1, -1, -2], 1],
  ] as const)('%s', async (_, tenants, inSettings) => {
    await withDatabase(async (database) => {
      await fill(database, ...tenants)
      const { located, refused } = await searched(database, {}, inSettings)
      expect(located).toEqual(['1:1:1', '2:1:1', '3:1:1'])
      expect(refused).toEqual([])
    })
  })

  test.each([
    ['several tenants have resources', [1, 2], 1],
    ['several tenants of the settings use the database', [1], 2],
    ['nothing shows who uses the database', [], 1],
    ['the only resources are another tenant’s', [2], 1],
  ] as const)('are an error of the person where %s, and assigned rows are found', async (_, tenants, inSettings) => {
    await withDatabase(async (database) => {
      await fill(database, ...tenants)
      const { located, refused } = await searched(database, {}, inSettings)
      expect(located).toEqual(['1:1:1'])
      expect(refused.length).toBeGreaterThan(0)
      for (const line of refused) expect(line).toMatch(/belongs to no tenant .*`unassignedRows`/)
    })
  })

  test('are nobody’s where the settings say so, however many use the database', async () => {
    await withDatabase(async (database) => {
      await fill(database, 1, 2)
      expect(await searched(database, { unassignedRows: 'ignore' }, 2)).toEqual({ located: ['1:1:1'], refused: [] })
      expect((await searched(database, { unassignedRows: 'error' }, 1)).refused).not.toEqual([])
    })
  })

  test('cannot be included where several use the database, and doctor says so', async () => {
    await withDatabase(async (database) => {
      await fill(database, 1, 2)
      await expect(searched(database, { unassignedRows: 'include' })).rejects.toThrow(
        'several tenants use the database',
      )
      const settings = { database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'], unassignedRows: 'include' } as const
      const session = await infoMart.open(settings, tenant, toolsFor(database))
      expect(await session.check('forget')).toContainEqual(
        expect.objectContaining({ severity: 'error', place: 'unassignedRows' }),
      )
    })
  })

  test('are masked by the key that was recorded, and nothing is left', async () => {
    await withDatabase(async (database) => {
      await fill(database, 1)
      const settings = { database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'] }
      const session = await infoMart.open(settings, tenant, toolsFor(database))
      const findings = await findingsOf(session.find(peopleWith('phone'), run()))
      await fatesOf(session.erase(recordedOf(findings), run()))
      const anis = await texts(database, 'select CUSTOMER_ANI as value from CALLBACK_FACT order by ADDED_TS')
      expect(anis).toEqual(['***', '***', '***', `1-${number}`])
      expect(await session.verify(peopleWith('phone'), recordedOf(findings), run())).toEqual([])
    })
  })

  test('behind an interaction are judged in the same way', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await mapKey(database, 'AcctNum', 'CUSTOM_DATA_1')
      await call(database, 1, number)
      await call(database, 2, other)
      await attached(database, 1001, 'A')
      await database.knex.raw('update IRF_USER_DATA_CUST_1 set TENANT_KEY = -1')
      const lines = (more: Partial<InfoMartSettings>) => found(database, peopleWith('phone', 'AcctNum'), more)
      const reached = 'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1 1001 A'
      expect(await lines({ unassignedRows: 'ignore' })).not.toContain(reached)
      expect(await lines({})).not.toContain(reached)
      await insert(database, 'RESOURCE_', { RESOURCE_KEY: 1, TENANT_KEY: 1 })
      expect(await lines({})).toContain(reached)
    })
  })
})

describe.each(engines)('resources, on $name', ({ withDatabase }) => {
  const columns = ['RESOURCE_TYPE_CODE', 'RESOURCE_TYPE']

  async function resources(database: Database, ...kinds: readonly (readonly (string | null)[])[]): Promise<void> {
    await createEmpty(database)
    for (const column of columns) await database.knex.raw(`alter table RESOURCE_ add ${column} varchar(255)`)
    database.refresh()
    for (const [i, [code = null, type = null]] of kinds.entries()) {
      const row = { RESOURCE_KEY: i + 1, TENANT_KEY: 1, RESOURCE_NAME: 'SueSmith', EMPLOYEE_ID: `E${i}` }
      await insert(database, 'RESOURCE_', { ...row, RESOURCE_TYPE_CODE: code, RESOURCE_TYPE: type })
    }
  }

  const renamed = (lines: readonly string[]) =>
    lines.flatMap((line) => /^RESOURCE_\.RESOURCE_NAME (\d+) /.exec(line)?.[1] ?? [])

  test('that bear an agent’s name without being one are nobody’s: queues, routing points, IVRs', async () => {
    await withDatabase(async (database) => {
      await resources(
        database,
        ['AGENT', 'Agent'],
        ['QUEUE', 'Queue'],
        ['ROUTINGPOINT', 'RoutingPoint'],
        [null, 'IVRApplication'],
        ['agent ', null],
        [null, 'Agent'],
        [null, null],
        ['', '  '],
      )
      expect(renamed(await found(database, peopleWith('username')))).toEqual(['1', '5', '6', '7', '8'])
    })
  })

  test('are not left either when they are no agents', async () => {
    await withDatabase(async (database) => {
      await resources(database, ['AGENT', 'Agent'], ['QUEUE', 'Queue'])
      const session = await infoMart.open(
        { database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'] },
        tenant,
        toolsFor(database),
      )
      const people = peopleWith('username')
      const findings = await findingsOf(session.find(people, run()))
      await fatesOf(session.erase(recordedOf(findings), run()))
      expect(await session.verify(people, recordedOf(findings), run())).toEqual([])
      const names = await texts(database, 'select RESOURCE_NAME as value from RESOURCE_ order by RESOURCE_KEY')
      expect(names.map((name) => name === 'SueSmith')).toEqual([false, true])
    })
  })

  test('of a site without these columns are agents all', async () => {
    await withDatabase(async (database) => {
      await createEmpty(database)
      await insert(database, 'RESOURCE_', { RESOURCE_KEY: 1, TENANT_KEY: 1, RESOURCE_NAME: 'SueSmith' })
      expect(renamed(await found(database, peopleWith('username')))).toEqual(['1'])
    })
  })
})

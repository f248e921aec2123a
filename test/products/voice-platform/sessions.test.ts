/** Sessions of the voice platform: what goes with one, whose it is, and what a site relies on its retention for. */

import { describe, expect, test } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import { isFinding, isUnevaluated } from '../../../src/domain/finding.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import type { VoicePlatformSettings } from '../../../src/products/voice-platform/settings.ts'
import { voicePlatform } from '../../../src/products/voice-platform/voice-platform.ts'
import { tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { steppedClock } from '../../support/stepped-clock.ts'
import { toolsFor } from '../../support/tools.ts'

function person(...phones: readonly string[]): readonly Subject[] {
  const identifiers = phones.flatMap((phone) => {
    const parsed = parseIdentifier('phone', phone, { country: 'US', form: 'on-premises' })
    return parsed.ok ? [parsed.identifier] : []
  })
  return [{ key: '1.consumer-1', type: 'consumer', identifiers, attachedKeys: [] }]
}

const ada = person('+1 781 555 0101')

/** Of the source's example queries, and another one. */
const [own, other, orphan] = ['018401A9-100052D6', '018401A9-100052D7', '018401A9-100052D8'] as const

const statements: readonly string[] = [
  'create table MCP_CDR (session_ID varchar(64), TENANT_ID int, REMOTE_URI varchar(255), LOCAL_URI varchar(255))',
  `insert into MCP_CDR values ('${own}', 101, 'sip:+17815550101;ext=1@10.0.0.1:5060;transport=udp', 'sip:8005550100@10.0.0.2')`,
  `insert into MCP_CDR values ('${other}', 102, 'sip:7815550199@10.0.0.1', 'sip:7815550101@10.0.0.2')`,
  'create table MCP_CDR_EXT (session_ID varchar(64), EXT varchar(255))',
  `insert into MCP_CDR_EXT values ('${own}', 'Ada'), ('${other}', 'Bob')`,
  'create table CUSTOM_VARS (session_ID varchar(64), NAME varchar(64), VAL_VALUE varchar(255))',
  `insert into CUSTOM_VARS values ('${own}', 'pin', '4711'), ('${own}', 'pin', '4711'), ('${own}', 'city', 'Rome'), ('${other}', 'pin', '1')`,
  'create table VAR_CDRS (session_ID varchar(64), CALL_RESULT varchar(64))',
  `insert into VAR_CDRS values ('${own}', 'SUCCESS'), ('${other}', 'FAILED')`,
  'create table EVENT_LOGS (session_ID varchar(64), MESSAGE varchar(255))',
  `insert into EVENT_LOGS values ('${own}', 'from 7815550101 to 7815550199'), ('${own}', 'hang up'), ('${other}', 'from 7815550199 to 781-555-0101')`,
  `insert into EVENT_LOGS values ('${orphan}', 'dialed +1 781 555 0101, then 7815550199')`,
]

interface Opened {
  readonly database: Database
  readonly session: ProductSession
  readonly rows: (sql: string) => Promise<readonly object[]>
}

interface Site {
  readonly settings?: Omit<VoicePlatformSettings, 'database'>
  readonly tenants?: number
  readonly more?: readonly string[]
}

const shared: Site = { settings: { tenant: { column: 'TENANT_ID', value: 101 } }, tenants: 2 }

const at = new Date('2026-11-01T12:00:00.000Z')

function withSite(
  engine: (typeof engines)[number],
  { settings = {}, tenants = 1, more = [] }: Site,
  work: (opened: Opened) => Promise<void>,
) {
  return engine.withDatabase(async (database) => {
    for (const statement of [...statements, ...more]) await database.knex.raw(statement)
    database.refresh()
    const exclude = ['RM_CDR', 'CCP_CDR', ...(settings.exclude ?? [])]
    const clock = steppedClock()
    clock.set(at.getTime())
    const tools = { ...toolsFor(database, tenants), clock }
    const session = await voicePlatform.open({ database: 'rs', ...settings, exclude }, tenant, tools)
    await work({ database, session, rows: (sql) => rowsOf(database.knex.raw(sql)) })
  })
}

async function forget(session: ProductSession, subjects = ada) {
  const findings = await findingsOf(session.find(subjects, run()))
  return await fatesOf(session.erase(recordedOf(findings), run()))
}

const shown = async ({ rows }: Opened, table: string, id: string): Promise<readonly string[]> => {
  const found = await rows(`select * from ${table} where session_ID = '${id}'`)
  return found.map((row) => Object.values(row).slice(1).join(' | ')).sort()
}

describe.each(engines)('on $name', (engine) => {
  test('the source’s queries by session show nothing of the person after a forget, and of others all', () =>
    withSite(engine, { ...shared, more: [`delete from EVENT_LOGS where session_ID = '${orphan}'`] }, async (opened) => {
      const before = await Promise.all(tables.map((table) => shown(opened, table, other)))
      expect(Object.keys(await forget(opened.session))).toEqual(['erased'])
      expect(await shown(opened, 'CUSTOM_VARS', own)).toEqual(['city | ***', 'pin | ***', 'pin | ***'])
      expect(await shown(opened, 'VAR_CDRS', own)).toEqual(['***'])
      expect(await shown(opened, 'EVENT_LOGS', own)).toEqual(['from *** to 7815550199', 'hang up'])
      expect(await shown(opened, 'MCP_CDR_EXT', own)).toEqual(['***'])
      expect(await shown(opened, 'MCP_CDR', own)).toEqual([
        '101 | sip:***@10.0.0.1:5060;transport=udp | sip:8005550100@10.0.0.2',
      ])
      expect(await Promise.all(tables.map((table) => shown(opened, table, other)))).toEqual(before)
    }))

  test('a number at the other end is masked alone, and what hangs on the session is the person’s as well', () =>
    withSite(engine, {}, async (opened) => {
      await forget(opened.session)
      expect(await shown(opened, 'MCP_CDR', other)).toEqual(['102 | sip:7815550199@10.0.0.1 | sip:***@10.0.0.2'])
      expect(await shown(opened, 'MCP_CDR_EXT', other)).toEqual(['***'])
    }))

  test('events outlive the call record, and are found by what they say', () =>
    withSite(engine, {}, async (opened) => {
      await forget(opened.session)
      expect(await shown(opened, 'EVENT_LOGS', orphan)).toEqual(['dialed ***, then 7815550199'])
    }))

  test('events without a call record are an error of whom they name where tenants share the tables', () =>
    withSite(engine, shared, async (opened) => {
      const refused = []
      const findings = []
      for await (const one of opened.session.find(ada, run())) {
        if (isUnevaluated(one)) refused.push(one)
        else if (isFinding(one)) findings.push(one)
      }
      expect(refused).toMatchObject([
        { owner: { consumerId: '+1 781 555 0101' }, unevaluated: expect.stringContaining('no call record any more') },
      ])
      await fatesOf(opened.session.erase(recordedOf(findings), run()))
      expect(await shown(opened, 'EVENT_LOGS', orphan)).toEqual(['dialed +1 781 555 0101, then 7815550199'])
    }))

  test('an export tells the texts of the person’s sessions without the numbers of others', () =>
    withSite(engine, {}, async ({ session }) => {
      const told = await findingsOf(session.find(ada, run('export')))
      const events = told.filter(({ target, content }) => target.table === 'EVENT_LOGS' && content !== null)
      expect(events.map(({ locator, content }) => [locator, content])).toEqual([
        [own, 'from 7815550101 to ***\nhang up'],
        [other, 'from *** to 781-555-0101'],
        [orphan, expect.stringContaining('+1 781 555 0101')],
      ])
      expect(JSON.stringify(events)).not.toContain('5550199')
    }))

  test('what somebody has changed since it was found stays, and its owner is told', () =>
    withSite(engine, {}, async ({ database, session }) => {
      const findings = await findingsOf(session.find(ada, run()))
      await database.knex.raw(`insert into CUSTOM_VARS values ('${own}', 'name', 'somebody')`)
      expect(await fatesOf(session.erase(recordedOf(findings), run()))).toMatchObject({ failed: 1 })
      const again = await findingsOf(session.find(ada, run()))
      expect(again.filter(({ locator }) => locator !== null)).toEqual([])
    }))

  test('several rows of a session in a table of call records are worked on together', () =>
    withSite(
      engine,
      { more: [`insert into MCP_CDR values ('${own}', 101, 'sip:8005550100@10.0.0.2', 'tel:7815550101')`] },
      async (opened) => {
        expect(Object.keys(await forget(opened.session))).toEqual(['erased'])
        expect(await shown(opened, 'MCP_CDR', own)).toEqual([
          '101 | sip:***@10.0.0.1:5060;transport=udp | sip:8005550100@10.0.0.2',
          '101 | sip:8005550100@10.0.0.2 | tel:***',
        ])
      },
    ))
})

const tables = ['CUSTOM_VARS', 'VAR_CDRS', 'EVENT_LOGS', 'MCP_CDR', 'MCP_CDR_EXT']

describe.each(engines)('a site on $name', (engine) => {
  test('that relies on the retention is told until when, and nothing is changed', () =>
    withSite(engine, { settings: { mode: 'retention' } }, async (opened) => {
      const findings = await findingsOf(opened.session.find(ada, run()))
      const effects = []
      for await (const one of opened.session.erase(recordedOf(findings), run())) effects.push(one)
      const told = new Set(effects.map(({ target, fate }) => `${target.table} ${JSON.stringify(fate)}`))
      expect([...told].filter((line) => line.startsWith('MCP_CDR ') || line.startsWith('EVENT_LOGS '))).toEqual([
        'MCP_CDR {"kind":"retained","basis":"deleted by the Reporting Server by 2026-12-01 (`rs.db.retention.cdr.default` = 30)"}',
        'EVENT_LOGS {"kind":"retained","basis":"deleted by the Reporting Server by 2026-11-08 (`rs.db.retention.events.default` = 7)"}',
      ])
      expect(await opened.session.verify(ada, recordedOf(findings), run())).toEqual([])
      expect(await shown(opened, 'VAR_CDRS', own)).toEqual(['SUCCESS'])
      expect(await opened.session.check('forget')).toEqual([])
    }))

  test('may not rely on a retention of more than thirty days', () =>
    withSite(
      engine,
      { settings: { mode: 'retention', retention: { 'rs.db.retention.cdr.default': 90 } } },
      async ({ session }) => {
        expect(await session.check('forget')).toMatchObject([
          { severity: 'error', place: 'rs.db.retention.cdr.default', remedy: 'rs.db.retention.cdr.default = 30' },
        ])
      },
    ))

  test('whose columns do not show by their names what they hold is refused until it names them', () =>
    withSite(
      engine,
      { more: ['alter table MCP_CDR rename to OLD', 'create table MCP_CDR (session_ID varchar(64), A varchar(99))'] },
      async ({ session }) => {
        expect(await session.check('forget')).toMatchObject([
          { severity: 'error', message: expect.stringContaining('no column of `MCP_CDR` is known by its name') },
        ])
        await expect(findingsOf(session.find(ada, run()))).rejects.toThrow('name those that do under `columns`')
      },
    ))

  test('that lacks the column of the session, or a table, is refused with the line that leaves it out', () =>
    withSite(engine, { settings: { sessionColumn: 'CALL_ID' } }, async ({ session }) => {
      await expect(findingsOf(session.find(ada, run()))).rejects.toThrow('MCP_CDR.CALL_ID')
      const [complaint] = await session.check('forget')
      expect(complaint).toMatchObject({ severity: 'error', message: expect.stringContaining('exclude: [MCP_CDR]') })
    }))

  test('that several tenants use is refused until something tells their sessions apart', () =>
    withSite(engine, { tenants: 2 }, async ({ session }) => {
      await expect(findingsOf(session.find(ada, run()))).rejects.toThrow('set `tenant`')
      expect(await session.check('forget')).toContainEqual(
        expect.objectContaining({ severity: 'error', message: expect.stringContaining('several tenants') }),
      )
    }))
})

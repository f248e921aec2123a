/** Drives the products and the history through all they can do, on a database whose server only listens. */

import type { Finding, RecordedFinding } from '../../../../src/domain/finding.ts'
import { asRecorded } from '../../../../src/domain/finding.ts'
import type { ProductSession } from '../../../../src/domain/product.ts'
import type { RowBefore } from '../../../../src/domain/row-before.ts'
import type { Subject } from '../../../../src/domain/subject.ts'
import type { TableShape } from '../../../../src/platform/sql/catalogue.ts'
import type { Database } from '../../../../src/platform/sql/database.ts'
import { openDatabase } from '../../../../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../../../../src/platform/sql/settings.ts'
import { parseIdentifier } from '../../../../src/platform/match/identifier.ts'
import { infoMart } from '../../../../src/products/info-mart/info-mart.ts'
import { outbound } from '../../../../src/products/outbound/outbound.ts'
import { tables } from '../../../../src/products/tables/tables.ts'
import { openFindings } from '../../../../src/records/findings/findings.ts'
import { openHistory, type History } from '../../../../src/records/history/history.ts'
import { search } from '../../../records/findings/record-world.ts'
import { subjects, tenant } from '../../../contract/corpus.ts'
import { run } from '../../../contract/suite.ts'
import { collect } from '../../../support/people.ts'
import { toolsFor } from '../../../support/tools.ts'
import type { Catalogue, CatalogueTable } from './catalogue.ts'
import { locatorOfRow, recordedText } from './cells.ts'
import { wireMssql } from './mssql-wire.ts'
import { wireOracle } from './oracle-wire.ts'
import { createServer, type Server, type Statement } from './server.ts'
import {
  fullHistory,
  infoMartSettings,
  oldHistory,
  outboundSettings,
  ownTablesSettings,
  productTables,
  record,
} from './worlds.ts'
import { fatesOf, findingsOf } from '../../../support/effects.ts'

export type Wired = 'mssql' | 'oracledb'

const settings: Omit<DatabaseSettings, 'client'> = {
  host: 'localhost',
  user: 'lethe',
  password: 'none',
  database: 'gim',
  tls: { mode: 'off' },
  rowsPerTransaction: 1_000,
  lockTimeoutMs: 5_000,
  pauseMs: 0,
}

/** What was said to one server, and its tables as the dialect understood them. */
export interface Conversation {
  readonly catalogue: Catalogue
  readonly shapes: readonly TableShape[]
  readonly statements: readonly Statement[]
}

interface Drive {
  readonly products: boolean
}

/** Every statement of one dialect. */
export async function everyStatement(client: Wired): Promise<readonly Statement[]> {
  return (await everyConversation(client)).flatMap(({ statements }) => statements)
}

/**
 * One for each server: with few and with many indexes, with a history of our own making and an older one, of which the
 * products know nothing.
 */
export async function everyConversation(client: Wired): Promise<readonly Conversation[]> {
  const conversations: Conversation[] = []
  for (const indexed of [false, true]) {
    for (const history of [fullHistory, oldHistory]) {
      const catalogue = { tables: [...productTables, history, record], indexed }
      conversations.push(await converse(client, catalogue, { products: history === fullHistory }))
    }
  }
  return conversations
}

async function converse(client: Wired, catalogue: Catalogue, drive: Drive): Promise<Conversation> {
  const server = createServer(catalogue, client === 'oracledb' ? (name) => name.toUpperCase() : (name) => name)
  const database = await openDatabase('world', { client, ...settings })
  if (client === 'mssql') wireMssql(database.knex, server)
  else wireOracle(server)
  try {
    await server.during('connect', () => database.describe('INTERACTION_FACT'))
    database.refresh()
    if (drive.products) await driveProducts(database, server)
    await driveHistory(database, server, client)
    const statements = [...server.statements]
    const shapes = await Promise.all(catalogue.tables.map(({ name }) => database.describe(name)))
    return { catalogue, statements, shapes: shapes.filter((shape) => shape !== null) }
  } finally {
    await database.close()
  }
}

async function driveProducts(database: Database, server: Server): Promise<void> {
  const tools = toolsFor(database)
  const sessions = {
    'info-mart': await infoMart.open(infoMartSettings, tenant, tools),
    'info-mart of several tenants': await infoMart.open(infoMartSettings, tenant, toolsFor(database, 2)),
    outbound: await outbound.open(outboundSettings, tenant, tools),
    tables: await tables.open(ownTablesSettings, tenant, tools),
  }
  for (const [name, session] of Object.entries(sessions)) await driveProduct(name, session, server)
}

async function driveProduct(name: string, session: ProductSession, server: Server): Promise<void> {
  const complaints = await server.during(`${name}: check`, () => session.check('forget'))
  const errors = complaints.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors)}`)
  const findings = await server.during(`${name}: find`, () =>
    findingsOf(session.find(subjects, { ...run(), recordedBefore, rest: () => Promise.resolve() })),
  )
  await server.during(`${name}: find 3,000`, () => findingsOf(session.find(manyPeople, run())))
  const recorded = everyTarget(findings)
  await server.during(`${name}: erase`, () => fatesOf(session.erase(each(recorded), run())))
  await server.during(`${name}: verify`, () => session.verify(subjects, each(recorded), run()))
}

/** The server has always another run. */
async function firstOf(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _row of rows) return
}

/** An earlier forget of the first person found one interaction. */
async function* recordedBefore(): AsyncIterable<RowBefore> {
  const row = { table: 'INTERACTION_FACT', locator: '1' }
  for (const { kind, value } of subjects[0]?.identifiers ?? []) {
    yield await Promise.resolve({ ...row, kind, consumerId: value })
  }
}

/** More people than any statement could name one by one. */
const manyPeople: readonly Subject[] = Array.from({ length: 3_000 }, (_, i) => {
  const parsed = parseIdentifier('phone', `+1212555${String(i).padStart(4, '0')}`, {
    country: 'US',
    form: 'on-premises',
  })
  return {
    key: `9.consumer-${i + 1}`,
    type: 'consumer',
    identifiers: parsed.ok ? [parsed.identifier] : [],
    attachedKeys: ['AcctNum'],
  }
})

/** Each column that was evaluated, found or not, with 1,200 recorded values: more than one transaction holds. */
function everyTarget(findings: readonly Finding[]): readonly RecordedFinding[] {
  const targets = new Map(findings.map((finding) => [`${finding.target.table}.${finding.target.column}`, finding]))
  return [...targets.values()].flatMap((finding) => {
    const { table, column } = finding.target
    const count = column === 'PHONE' ? 1_200 : 3
    return Array.from({ length: count }, (_, i) => {
      return asRecorded({
        ...finding,
        locator: locatorOfRow(table, i + 1),
        // A row as a whole is recorded as the server shows it.
        content: column === '*' ? finding.content : recordedText(table, column, i + 1),
      })
    }).filter((one) => one !== null)
  })
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  for (const item of items) yield await Promise.resolve(item)
}

async function driveHistory(database: Database, server: Server, client: Wired): Promise<void> {
  const history = await server.during('history: open', () => openHistory(database, { client, create: true }))
  const part = { runId: 'run', product: 'info-mart', tenantKey: 1, action: 'forget', createdTs: 1_000 } as const
  const earlier = history.earlier({ ...part, ordinal: 0, products: 2, turns: { '1.consumer-1 phone': 1 }, subjects })
  const findings = everyTarget(
    subjects.flatMap((subject): readonly Finding[] => {
      const [identifier] = subject.identifiers
      if (identifier === undefined) return []
      const owner = { subjectKey: subject.key, kind: identifier.kind, consumerId: identifier.value }
      return [{ owner, target: { table: 'INTERACTION_FACT', column: 'PHONE' }, locator: '1', content: 'x' }]
    }),
  )
  await server.during('history: earlier', () => earlier.tally())
  await server.during('history: earlier', () => collect(earlier.evaluations()))
  await server.during('history: remove', () => earlier.remove())
  const line = {
    tenantKey: 1,
    forget: 1,
    consumerId: '+12125550101',
    table: 'X',
    column: 'Y',
    createdTs: 1_000,
  } as const
  const lines = [
    { ...line, fact: '1', value: 'x' },
    { ...line, fact: '1', value: null },
    { ...line, fact: null, value: null },
  ]
  const seconds = [{ tenantKey: 1, forget: 1, firstTs: 900, lastTs: 901 }] as const
  const by = { olderThan: 2_000, kept: new Set<string>(), seconds }
  await server.during('history: purge', () => history.purge({ ...by, lines: () => each([lines]) }))
  const question = { consumer: '+12125550101', tenantKey: 1, from: 0, to: 2_000 }
  await server.during('history: ask', () => history.ask({ ...question, audit: false }))
  await server.during('history: ask', () => history.ask({ ...question, audit: true }))
  await driveRecord({ database, server, client }, history, findings)
}

interface Driven {
  readonly database: Database
  readonly server: Server
  readonly client: Wired
}

async function driveRecord(
  { database, server, client }: Driven,
  history: History,
  findings: readonly Finding[],
): Promise<void> {
  const options = { client, create: true, history, newToken: () => 'token' }
  const opened = await server.during('record: open', () => openFindings(database, options))
  const part = { runId: 'run', product: 'info-mart', tenantKey: 1, action: 'export', createdTs: 1_000 } as const
  const set = opened.by(part, { attempt: 1, fence: 1 })
  const [found] = findings
  if (found === undefined) throw new Error('nothing to record')
  await server.during('record: begin', () => set.begin())
  const long = { ...found, locator: '9'.repeat(300), content: 'x'.repeat(5_000) }
  const unevaluated = { owner: null, target: found.target, unevaluated: 'a row has no key' }
  await server.during('record: append', () => set.append([...findings, long, unevaluated]))
  await server.during('record: complete', () => set.complete())
  await server.during('record: deliver', () => set.deliver())
  await server.during('record: begin', () => set.begin())
  await server.during('record: append unseen', () => set.appendUnseen([...findings, long]))
  await server.during('record: recorded', () => collect(set.recorded()))
  await server.during('record: tally', () => set.tally())
  await server.during('record: reach', () => set.reach())
  await server.during('record: different rows', () => set.differentRows(['1.consumer-1']))
  const asked = { product: 'info-mart', tenantKey: 1, tables: ['INTERACTION_FACT', 'INTERACTION_RESOURCE_FACT'] }
  // As every row answers, so that none of them stands elsewhere.
  const place = '2125550101'
  const everything = { isWanted: () => true, place, besides: 'another' }
  await server.during('record: earlier', () => firstOf(opened.earlier({ ...asked, ...everything })))
  await server.during('record: export', () => collect(set.exportRows('1.consumer-1')))
  const later = { ...part, runId: 'later', action: 'forget' } as const
  await server.during('record: over', () =>
    opened.noteOver({ run: later, by: { attempt: 1, fence: 1 }, subjects: null }),
  )
  const heir = opened.takingUp(() => [found.owner]).by(later, { attempt: 1, fence: 1 }, place)
  await server.during('record: take up', () => search(heir, [found]))
  const run = { runId: 'run', tenantKey: 1, forget: 0, createdTs: 1_000 } as const
  await server.during('record: lines', () => collect(opened.linesOf(run)))
  await server.during('record: purge', () => opened.purge('run'))
}

export type { CatalogueTable }

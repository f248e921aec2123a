/** A tenant's context over temporary folders and databases: real files, journal and history, two small products. */

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { StepFailed } from '../../src/domain/errors.ts'
import {
  checkpointedAnswers,
  checkpointedFindings,
  checkpointedJournal,
  checkpointedSession,
} from '../../src/app/checkpointed.ts'
import type { ProductSession } from '../../src/domain/product.ts'
import { defaultApproval, type ApprovalMode, type ApprovalRules } from '../../src/stages/planning/approval.ts'
import { defaultGuard, guardBy } from '../../src/stages/planning/guard.ts'
import { answersOf } from '../../src/app/pass/answers.ts'
import { watchArrivals } from '../../src/app/pass/arrivals.ts'
import type { EnabledProduct, TenantContext, PassEvent } from '../../src/app/context.ts'
import { waitingFiles } from '../../src/app/pass/known-files.ts'
import { openJournal } from '../../src/records/journal/journal.ts'
import { silentLog } from './silent-log.ts'
import type { Database, Row } from '../../src/platform/sql/database.ts'
import { openDatabase } from '../../src/platform/sql/open.ts'
import type { Clock } from '../../src/platform/time/clock.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { noCheckpoint } from '../../src/domain/checkpoint.ts'
import { openFindings } from '../../src/records/findings/findings.ts'
import { openHistory } from '../../src/records/history/history.ts'
import { sealWith } from '../../src/platform/crypto/seal.ts'
import { decisionsOf } from '../../src/app/pass/decisions.ts'
import { openDocuments } from '../../src/stages/validation/documents.ts'
import { testSeal } from './seal.ts'
import { sqliteSettings, withFolder } from './databases.ts'
import { createNotes, NotesSession, type Call, type Faults } from './notes-product.ts'
import { worker } from './worker.ts'

export const tables = ['NOTES', 'CALLS'] as const
export type Table = (typeof tables)[number]

export interface World {
  readonly folder: string
  readonly directory: string
  readonly data: Database
  readonly calls: Call[]
  readonly events: PassEvent[]
  readonly faults: Readonly<Record<Table, Faults>>
  /** A context as a new process would open it: journal and arrivals from the start. The world closes it. */
  readonly open: (options?: {
    readonly checkpoint?: Checkpoint
    readonly clock?: Clock
    readonly settleMs?: number
    readonly pickup?: 'changed' | 'today'
    readonly accounts?: readonly string[]
    readonly approval?: Partial<ApprovalRules>
    readonly settingsMark?: string
    /** In the place of the two small ones. */
    readonly product?: () => ProductSession
  }) => Promise<TenantContext>
  /** From now on answers are sealed with a new secret, as after its loss. */
  readonly loseSecret: () => void
  readonly drop: (name: string, content: unknown) => Promise<void>
  readonly answer: (name: string) => Promise<Record<string, unknown>>
  readonly names: () => Promise<readonly string[]>
  readonly rows: (table: Table) => Promise<readonly Row[]>
  /** Rows of the history without what differs from run to run, sorted. */
  readonly historyRows: () => Promise<readonly Row[]>
}

export const tenant = {
  name: 'acme',
  tenantKey: 1,
  country: 'US',
  timeZone: 'America/New_York',
  layout: 'shared',
  pickup: 'changed',
  guard: defaultGuard,
  approval: defaultApproval,
  holds: { answer: 'held', source: null },
} as const

/** Ann has 781-555-0101 and -0102, Bob -0103; -0199 is a stranger's. */
const notes: [number, string][] = [
  [1, '7815550101'],
  [2, '7815550199'],
  [3, '7815550102'],
  [4, '7815550101'],
  [5, '7815550103'],
]
const calls: [number, string][] = [
  [10, '+17815550101'],
  [11, '7815550199'],
  [12, '7815550103'],
]

export async function withWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const directory = join(folder, 'gdpr')
    await mkdir(directory)
    const opened: Database[] = []
    const open = async (name: string): Promise<Database> => {
      const database = await openDatabase(name, sqliteSettings(join(folder, `${name}.db`)))
      opened.push(database)
      return database
    }
    try {
      const data = await open('data')
      await createNotes(data, 'NOTES', notes)
      await createNotes(data, 'CALLS', calls)
      return await work(worldOf(folder, data, open))
    } finally {
      for (const database of opened) await database.close()
    }
  })
}

function worldOf(folder: string, data: Database, openFile: (name: string) => Promise<Database>): World {
  const directory = join(folder, 'gdpr')
  const faults: Record<Table, Faults> = { NOTES: {}, CALLS: {} }
  const events: PassEvent[] = []
  const made: Call[] = []
  let runs = 0
  let seal = testSeal
  return {
    folder,
    directory,
    data,
    calls: made,
    events,
    faults,
    open: async ({
      checkpoint = noCheckpoint,
      clock = systemClock,
      settleMs = 0,
      pickup = 'changed',
      accounts,
      approval: written = {},
      settingsMark = 'settings',
      product,
    } = {}) => {
      const approval = { ...defaultApproval, ...written }
      const opened = await openJournal(await openFile('journal'), {
        client: 'better-sqlite3',
        clock,
        id: `opening-${++runs}`,
        worker,
        lease: { expiryMs: 30_000, locks: null },
      })
      const journal = checkpointedJournal(opened, checkpoint)
      const records = await openFile('history')
      const history = await openHistory(records, { client: 'better-sqlite3', create: true })
      const newToken = () => `token-${++runs}`
      const set = await openFindings(records, { client: 'better-sqlite3', create: true, history, newToken })
      const findings = checkpointedFindings(set, checkpoint)
      const limits = { settleMs, patienceMs: settleMs, maxRequestBytes: 1_000_000 }
      return {
        tenant,
        journal,
        history: async () => history,
        findings: async () => findings,
        products:
          product !== undefined
            ? [only(product, checkpoint, approval.mode)]
            : tables.map((name) => ({
                name: name.toLowerCase(),
                id: 'notes',
                store: name,
                after: [],
                mark: { settings: name, place: name },
                approval: approval.mode,
                open: async () => {
                  if (faults[name].open === true)
                    throw new StepFailed('connection', 'no connection', { retryable: true })
                  return checkpointedSession(new NotesSession(data, name, faults[name], made), checkpoint)
                },
              })),
        guard: guardBy(defaultGuard, tenant, approval),
        approval,
        decisions: decisionsOf({ ...tenant, directory, approval }, journal),
        holds: async () => ({ holds: [], fingerprint: testSeal.fingerprint, isNobodys: () => false }),
        settingsMark,
        version: '0.0.0',
        declared: [],
        arrivals: watchArrivals({
          tenant: { ...tenant, directory, pickup, accounts },
          limits,
          documents: openDocuments(systemClock),
          clock,
          waiting: () => waitingFiles(journal, tenant.name),
          wait: false,
          only: null,
        }),
        isPatient: false,
        answers: checkpointedAnswers(
          answersOf(
            tenant.name,
            { directory, layout: 'shared', mode: 0o640, seal },
            { clock, documents: openDocuments(systemClock), outOfScope: [] },
          ),
          checkpoint,
        ),
        clock,
        log: silentLog,
        newRunId: () => `run-${++runs}`,
        newSalt: () => 'salt',
        backoffMs: [1, 1],
        giveUpAfterDays: 30,
        runLimits: { filesPerRun: 1000, subjectsPerRun: 5000, identifiersPerRun: 10_000 },
        notify: (event) => events.push(event),
      }
    },
    loseSecret: () => {
      seal = sealWith('another secret')
    },
    drop: async (name, content) => {
      await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
    },
    answer: async (name) => JSON.parse(await readFile(join(directory, name), 'utf8')),
    names: async () => (await readdir(directory)).sort(),
    rows: (table) => data.run((knex) => knex<Row>(table).orderBy('ID').select('ID', 'PHONE')),
    historyRows: async () => historyRows(await openFile('history')),
  }
}

function only(open: () => ProductSession, checkpoint: Checkpoint, approval: ApprovalMode): EnabledProduct {
  const mark = { settings: 'store', place: 'store' }
  const session = async () => checkpointedSession(open(), checkpoint)
  return { name: 'store', id: 'store', store: 'store', after: [], mark, approval, open: session }
}

async function historyRows(history: Database): Promise<readonly Row[]> {
  const columns = [
    'FORGET',
    'CONSUMER_ID',
    'TABLE_NAME',
    'COLUMN_NAME',
    'FACT_ID',
    'KEY_VALUE',
    'PRODUCT',
    'SUBJECT_KEY',
  ]
  const shape = await history.describe('CTL_GDPR_HISTORY')
  if (shape === null) return []
  return history.run((knex) => knex<Row>('CTL_GDPR_HISTORY').orderBy(columns).select(columns))
}

/** A request of consumers, each with the phones given. */
export function consumers(...phones: readonly (readonly string[])[]) {
  return { caseid: '1', consumers: phones.map((numbers) => ({ consumer: numbers.map((phone) => ({ phone })) })) }
}

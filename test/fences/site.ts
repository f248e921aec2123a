/** A site that several daemons work for at once, and whose databases tell what was changed in them, and in which order. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe } from '../support/lethe-process.ts'
import { rowsOf, withSqliteFile } from '../support/sqlite-site.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

/** Of the lease: the shortest that the settings take. */
export const leaseMs = 1000
const people = 4000
export const rowsEach = 3

/** The stranger of each person has the number beside hers. */
const phoneOf = (n: number): string => `212555${String(2000 + 2 * n)}`
const strangerOf = (n: number): string => `212555${String(2001 + 2 * n)}`

/** Small transactions and pauses between them, so that a disturbance has something to hit. */
function settingsFor(journal: DatabaseSettings): string {
  const { client, filename, host, port, database, user } = journal
  const written = { client, filename, host, port, database, user, ...(host && { password: '${env:DB}', tls: 'off' }) }
  const site = writtenSettings({
    head: `journal: ${JSON.stringify(written)}
lease: ${leaseMs / 1000}s
settle: 20ms
limits: { filesPerRun: 8 }
databases:
  crm: { client: better-sqlite3, filename: ./crm.db, rowsPerTransaction: 2, pauseMs: 5 }
  records: { client: better-sqlite3, filename: ./records.db, pauseMs: 5 }
history: { database: records, daysToKeep: 15 }`,
    products: tablesIn('crm', { CUSTOMER: ['PHONE, identifies: [phone]'] }),
  })
  return site.replace('country: US', 'country: US\n    process: { forget: on-arrival }\n    schedule: "*/2 * * * * *"')
}

/** The record and the history are made by a first pass over nothing, and from then on nothing of them may go. */
export async function prepare(folder: string, journal: DatabaseSettings): Promise<void> {
  mkdirSync(join(folder, 'gdpr'))
  writeFileSync(join(folder, 'lethe.yaml'), settingsFor(journal))
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    database.pragma('journal_mode = WAL')
    database.exec(`create table CUSTOMER (ID integer primary key, PHONE text);
      create index CUSTOMER_PHONE on CUSTOMER (PHONE);
      create table CHANGED (ID integer, HAD text, HAS text);
      create trigger COUNT_CHANGES after update on CUSTOMER begin
        insert into CHANGED values (old.ID, old.PHONE, new.PHONE); end`)
    const insert = database.prepare('insert into CUSTOMER (PHONE) values (?)')
    database.transaction(() => {
      for (let n = 0; n < people; n += 1) {
        for (let row = 0; row < rowsEach; row += 1) insert.run(phoneOf(n))
        insert.run(strangerOf(n))
      }
    })()
  })
  writeFileSync(join(folder, 'gdpr', 'forget-25052018-first.json'), requestFor([people - 1]))
  const first = await runLethe(folder, ['run'], { DB: journal.password ?? '' })
  if (first.code !== 0) throw new Error(`the first pass ended with ${first.code}: ${first.err}`)
  withSqliteFile(join(folder, 'records.db'), (database) => {
    for (const table of ['LETHE_FINDING', 'CTL_GDPR_HISTORY']) {
      database.exec(`create table if not exists TAKEN_AWAY (WHAT text);
        create trigger ${table}_DELETED after delete on ${table} begin insert into TAKEN_AWAY values ('${table}'); end;
        create trigger ${table}_UPDATED after update on ${table} begin insert into TAKEN_AWAY values ('${table}'); end`)
    }
  })
}

function requestFor(who: readonly number[]): string {
  return JSON.stringify({ caseid: '1', consumers: who.map((n) => ({ consumer: [{ phone: phoneOf(n) }] })) })
}

export function submit(folder: string, file: number, who: readonly number[]): void {
  writeFileSync(join(folder, 'gdpr', `forget-25052018-${file}.json`), requestFor(who))
}

const logs = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'gdpr')).filter((name) => name.endsWith('-execution-log.json'))

/** How many files have their last answer. */
export function answered(folder: string): number {
  return logs(folder).filter((name) => {
    const { responses } = readExecutionLog(join(folder, 'gdpr', name))
    return responses.every((response) => response === 'SUCCESS')
  }).length
}

export interface Tally {
  readonly changed: number
  readonly twice: number
  readonly strangers: number
  /** Rows of people who were told SUCCESS that still stand. */
  readonly lost: number
  readonly recorded: number
  readonly takenAway: number
  /** Rows of the record that were written under an older lease than one before them. */
  readonly behind: number
  /** People of whom the history does not show each row exactly as often as runs have shown it. */
  readonly unshown: number
}

/** `asked`: the numbers of everybody who was told SUCCESS. */
export function tallyOf(folder: string, asked: readonly number[]): Tally {
  const [crm, records] = [join(folder, 'crm.db'), join(folder, 'records.db')]
  const count = (path: string, sql: string): number => Number(rowsOf(path, sql)[0]?.['n'] ?? -1)
  const standing = new Set(rowsOf(crm, 'select distinct PHONE from CUSTOMER').map(({ PHONE }) => PHONE))
  const shown = new Map(
    rowsOf(
      records,
      'select CONSUMER_ID, count(distinct FACT_ID) as n from CTL_GDPR_HISTORY where FACT_ID is not null group by CONSUMER_ID',
    ).map((row) => [row['CONSUMER_ID'], row['n']]),
  )
  const fences = rowsOf(records, 'select FENCE from LETHE_FINDING where FENCE is not null order by rowid')
  let [highest, behind] = [0, 0]
  for (const { FENCE } of fences) {
    if (Number(FENCE) < highest) behind += 1
    highest = Math.max(highest, Number(FENCE))
  }
  return {
    changed: count(crm, 'select count(*) as n from CHANGED'),
    twice: count(crm, 'select count(*) as n from (select ID from CHANGED group by ID having count(*) > 1)'),
    strangers: Array.from({ length: people }, (_, n) => n).filter((n) => !standing.has(strangerOf(n))).length,
    lost: asked.filter((n) => standing.has(phoneOf(n))).length,
    recorded: fences.length,
    takenAway: count(records, 'select count(*) as n from TAKEN_AWAY'),
    behind,
    unshown: asked.filter((n) => shown.get(phoneOf(n)) !== rowsEach).length,
  }
}

/** What others do while Lethe works: rows and files appear, move, change and vanish, tables go, rights are taken. */

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'

import Database from 'better-sqlite3'

import { withSqliteFile, type Connection, type SqlRow } from '../support/sqlite-site.ts'
import { crmOf, isStranger, logOf, peopleOfSite, personOf, plantLine, plantRow, tables, type Site } from './site.ts'

/** `n`: of whom; somebody who is asked for in the run that is under way. */
type Fault = (site: Site, n: number) => void
type Named = readonly [name: string, fault: Fault]
type Choice = readonly [Named, ...Named[]]

const inTables =
  (work: (site: Site, database: Connection, n: number) => void): Fault =>
  (site, n) => {
    withSqliteFile(crmOf(site), (database) => {
      database.pragma('busy_timeout = 0')
      work(site, database, n)
    })
  }

function rowOf(site: Site, database: Connection, n: number): { readonly table: string; readonly row: SqlRow } | null {
  const table = site.chance.oneOf(tables)
  const digits = `%${personOf(n).phone.slice(-4)}`
  const row = database.prepare<[string], SqlRow>(`select * from ${table} where PHONE like ?`).get(digits)
  return row === undefined ? null : { table, row }
}

const appears: Fault = inTables((site, database, n) => {
  plantRow(site, database, n)
})

const moves: Fault = inTables((site, database, n) => {
  const found = rowOf(site, database, n)
  if (found !== null)
    database.prepare(`update ${found.table} set ID = ? where ID = ?`).run(site.nextId++, found.row['ID'])
})

const vanishes: Fault = inTables((site, database, n) => {
  const found = rowOf(site, database, n)
  if (found !== null) database.prepare(`delete from ${found.table} where ID = ?`).run(found.row['ID'])
})

/** From now on it is a stranger's, under the same key, with all that it holds. */
const changesHands: Fault = inTables((site, database, n) => {
  const found = rowOf(site, database, n)
  if (found === null) return
  const { phone: PHONE, email: EMAIL } = personOf(1 + 2 * site.chance.below(peopleOfSite))
  const { ID = null } = found.row
  const row = { ID, PHONE, EMAIL, NOTE: `note ${site.nextId++}` }
  database.prepare(`update ${found.table} set PHONE = @PHONE, EMAIL = @EMAIL, NOTE = @NOTE where ID = @ID`).run(row)
  site.strangers.rows.set(`${found.table} ${String(ID)}`, JSON.stringify(row))
})

const tableGoes: Fault = inTables((site, database) => {
  const table = site.chance.oneOf(tables)
  database.exec(`alter table ${table} rename to ${table}_GONE`)
})

const isRefused: Fault = inTables((site, database) => {
  const table = site.chance.oneOf(tables)
  for (const what of ['update', 'delete']) {
    database.exec(`create trigger if not exists REFUSE_${what}_${table} before ${what} on ${table}
      begin select raise(abort, 'no'); end`)
  }
})

const logMoves: Fault = (site) => {
  if (existsSync(logOf(site))) renameSync(logOf(site), logOf(site, `server.log.${site.nextId++}`))
}

const logVanishes: Fault = (site) => {
  rmSync(logOf(site), { force: true })
  site.strangers.lines.clear()
}

const lineAppears: Fault = (site, n) => {
  plantLine(site, n)
}

/** Only before anything is erased: what comes later is no more of this request. */
const early: Choice = [
  ['rows appeared', appears],
  ['lines appeared', lineAppears],
]
const always: Choice = [
  ['rows moved', moves],
  ['rows vanished', vanishes],
  ['rows changed hands', changesHands],
  ['tables gone', tableGoes],
  ['changes refused', isRefused],
  ['logs moved', logMoves],
  ['logs vanished', logVanishes],
]

/** Returns what was done; null when the database was in use, or the table was away already. */
export function disturb(site: Site, n: number, isEarly: boolean): string | null {
  const { chance } = site
  const [name, fault] = isEarly && chance.happens(0.4) ? chance.oneOf(early) : chance.oneOf(always)
  try {
    fault(site, n)
    return name
  } catch (error) {
    if (error instanceof Database.SqliteError) return null
    throw error
  }
}

/** What was taken is given back. */
export function repair(site: Site): void {
  withSqliteFile(crmOf(site), (database) => {
    for (const table of tables) {
      for (const what of ['update', 'delete']) database.exec(`drop trigger if exists REFUSE_${what}_${table}`)
      const gone = database.prepare('select 1 from sqlite_master where name = ?').get(`${table}_GONE`)
      if (gone !== undefined) database.exec(`alter table ${table}_GONE rename to ${table}`)
    }
  })
  if (!existsSync(logOf(site))) writeFileSync(logOf(site), '')
}

export const askedFor = Array.from({ length: peopleOfSite * 2 }, (_, n) => n).filter((n) => !isStranger(n))

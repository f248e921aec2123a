/** What goes wrong in the surroundings during a soak, each for a while and then over. */

import { appendFileSync, chmodSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import type { Database as Server } from '../../src/platform/sql/database.ts'
import { on, sendStatus, type Fault, type WebServicesServer } from '../support/web-services-server.ts'
import { databases, folders, messageOf } from './installation.ts'
import type { Person } from './people.ts'
import type { Chance } from './random.ts'

export interface Site {
  readonly folder: string
  readonly server: WebServicesServer
  readonly crm: Server
  readonly chance: Chance
  /** Somebody for new lines of logs: never asked for. */
  readonly stranger: () => Person
  /** Everything that was in a log, by its path below the folder of logs; new lines and names are noted here. */
  readonly logs: Map<string, string>
}

/** Strikes, and says how it ends; null when it could not strike now. */
type Strike = (site: Site) => Promise<(() => Promise<void>) | null>

/** In the order of a line in which they are counted. */
export const strikes = {
  'lock of SQLite': lockFile,
  'lock of PostgreSQL': lockServer,
  'error of Web Services': answerWrongly,
  'silence of Web Services': answerNever,
  'line in a log': appendLines,
  'new log': rotateLog,
  'closed folder of results': closeResults,
} as const satisfies Readonly<Record<string, Strike>>

async function lockFile({ folder, chance }: Site): Promise<(() => Promise<void>) | null> {
  const name = chance.oneOf([...databases, 'records', 'lethe'])
  // The one who is writing is not waited for: nobody would drop files meanwhile.
  const database = new Database(join(folder, `${name}.db`), { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return async () => {
    database.close()
  }
}

async function lockServer({ crm }: Site): Promise<() => Promise<void>> {
  const transaction = await crm.knex.transaction()
  await transaction.raw('lock table lead in access exclusive mode')
  return async () => {
    await transaction.rollback()
  }
}

async function answerWrongly({ server, chance }: Site): Promise<() => Promise<void>> {
  return withFault(server, sendStatus(chance.oneOf([500, 503])))
}

async function answerNever({ server, chance }: Site): Promise<() => Promise<void>> {
  return withFault(
    server,
    on(chance.oneOf(['GET', 'PUT', 'DELETE']), /./, () => true),
  )
}

function withFault({ faults }: WebServicesServer, fault: Fault): () => Promise<void> {
  faults.push(fault)
  return async () => void faults.splice(faults.indexOf(fault), 1)
}

async function appendLines({ folder, chance, stranger, logs }: Site): Promise<() => Promise<void>> {
  const name = chance.oneOf(['main.log', 'other/side.log'])
  const text = Array.from({ length: 1 + chance.below(5) }, () => messageOf(stranger())).join('')
  appendFileSync(join(folder, folders.logs, name), text)
  logs.set(name, `${logs.get(name) ?? ''}${text}`)
  return nothing
}

async function rotateLog({ folder, stranger, logs }: Site): Promise<() => Promise<void>> {
  const old = `main.${logs.size + 10}.log`
  const at = (name: string): string => join(folder, folders.logs, name)
  const text = messageOf(stranger())
  renameSync(at('main.log'), at(old))
  writeFileSync(at('main.log'), text)
  logs.set(old, logs.get('main.log') ?? '').set('main.log', text)
  return nothing
}

async function closeResults({ folder }: Site): Promise<() => Promise<void>> {
  const results = join(folder, folders.results)
  chmodSync(results, 0o555)
  return async () => {
    chmodSync(results, 0o755)
  }
}

async function nothing(): Promise<void> {}

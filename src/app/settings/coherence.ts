/** Checks what no schema can say: references between parts, tenants beside each other, files that must exist. */

import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import type { SettingsProblem } from '../../domain/errors.ts'

import { readDuration } from './duration.ts'
import { checkHolds } from './holds/hold-settings.ts'
import { entries, member, under } from './pointer.ts'
import { undeclared } from './products.ts'
import { checkApprovers } from './approvers.ts'
import { checkTenants, realDirectory } from './tenants.ts'

/** Works on settings of any shape, so that one wrong type does not hide the other problems. */
export function checkCoherence(document: unknown, baseDirectory: string): readonly SettingsProblem[] {
  return [
    ...checkHistoryReference(document),
    ...checkJournalClient(document),
    ...checkLease(document),
    ...checkNumbers(document, ''),
    ...checkTenants(document, baseDirectory),
    ...checkHolds(document, baseDirectory, [...declaredDatabases(document), historyDatabaseName(document)]),
    ...checkDatabaseFiles(document, baseDirectory),
    ...checkApprovers(document, baseDirectory),
  ]
}

/** Reading the file has rounded such a number already: another tenant's key, another one's rows. */
function checkNumbers(value: unknown, pointer: string): readonly SettingsProblem[] {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return [{ pointer, message: 'is too large to be told exactly from its neighbours: write a smaller number' }]
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => checkNumbers(item, under(pointer, index)))
  return entries(value).flatMap(([key, inner]) => checkNumbers(inner, under(pointer, key)))
}

export function declaredDatabases(document: unknown): readonly string[] {
  return entries(member(document, 'databases')).map(([name]) => name)
}

/** The name that the history's database has when the settings do not say. */
export const defaultHistoryName = 'history'

export function historyDatabaseName(document: unknown): string {
  const name = member(member(document, 'history'), 'database')
  return typeof name === 'string' ? name : defaultHistoryName
}

function checkHistoryReference(document: unknown): readonly SettingsProblem[] {
  const name = historyDatabaseName(document)
  const declared = declaredDatabases(document)
  if (name === defaultHistoryName || declared.includes(name)) return []
  return [{ pointer: '/history/database', message: undeclared(name, declared) }]
}

/** For the others there are no scripts of its tables. */
const journalClients = ['better-sqlite3', 'pg']

function checkJournalClient(document: unknown): readonly SettingsProblem[] {
  const client = member(member(document, 'journal'), 'client')
  if (typeof client !== 'string' || journalClients.includes(client)) return []
  const message = `the journal stands in a SQLite file or on PostgreSQL: write ${journalClients.map((name) => `\`${name}\``).join(' or ')}`
  return [{ pointer: '/journal/client', message }]
}

const [shortestLeaseMs, longestLeaseMs] = [1000, 600_000]

/** A shorter one is lost to every hiccup, and a longer one keeps a tenant waiting for a worker that is gone. */
function checkLease(document: unknown): readonly SettingsProblem[] {
  const written = member(document, 'lease')
  const lease = typeof written === 'number' || typeof written === 'string' ? readDuration(written) : null
  if (lease === null || (lease >= shortestLeaseMs && lease <= longestLeaseMs)) return []
  return [{ pointer: '/lease', message: 'must be a span from 1s to 10m: write for example `30s`' }]
}

/** A SQLite file may be missing for a while, as a server may be: that is the concern of the products that need it. */
function checkDatabaseFiles(document: unknown, baseDirectory: string): readonly SettingsProblem[] {
  const declared = entries(member(document, 'databases')).flatMap(([name, database]) => {
    return checkDatabasePaths(database, under('', 'databases', name), baseDirectory)
  })
  return [...declared, ...checkDatabasePaths(member(document, 'journal'), '/journal', baseDirectory)]
}

function checkDatabasePaths(database: unknown, pointer: string, baseDirectory: string): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = []
  const filename = member(database, 'filename')
  if (typeof filename === 'string' && filename !== '' && member(database, 'client') === 'better-sqlite3') {
    const folder = dirname(resolve(baseDirectory, filename))
    if (realDirectory(folder) === null) {
      const message = `the folder of this file, \`${folder}\`, does not exist: create it`
      problems.push({ pointer: under(pointer, 'filename'), message })
    }
  }
  for (const key of pemFiles) {
    const file = member(member(database, 'tls'), key)
    if (typeof file !== 'string' || file === '') continue
    const message = unusable(resolve(baseDirectory, file))
    if (message !== null) problems.push({ pointer: under(pointer, 'tls', key), message })
  }
  return problems
}

const pemFiles = ['caFile', 'certFile', 'keyFile'] as const

function unusable(path: string): string | null {
  try {
    return statSync(path).isFile() ? null : `there is no such file: \`${path}\` is a folder: name the file in it`
  } catch {
    return `there is no such file: \`${path}\`: correct the path`
  }
}

/** A folder with everything Lethe needs to be tried: two tenants' databases and drop folders, a log, favorites, settings. */

import { constants } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeSshKey } from '../../platform/crypto/ssh-sign.ts'
import { openDatabase } from '../../platform/sql/open.ts'
import type { Database } from '../../platform/sql/database.ts'
import { createCampaign, createInfoMart, type InfoMartSize } from '../world/create.ts'
import { acme, ada, ben, orion, reception, strangers } from '../world/people.ts'
import { plantFiles, type PlantedFile } from './files.ts'
import { settingsText } from './settings-text.ts'

export interface Sandbox {
  readonly directory: string
  readonly settingsFile: string
  /** Where the first tenant's requests are dropped and answered. */
  readonly dropFolder: string
  /** The first tenant's log and its agents' profiles. */
  readonly files: readonly PlantedFile[]
  /** The key of somebody who may approve; null where there is no ssh-keygen. */
  readonly approver: string | null
}

const databases = ['gim', 'ocs'] as const
type DatabaseName = (typeof databases)[number]

/** Fails when the folder holds something already. Databases and files are kept a second time as they were at the start. */
export async function createSandbox(directory: string, size: InfoMartSize): Promise<Sandbox> {
  await mkdir(join(directory, 'before'), { recursive: true })
  const dropFolder = join(directory, 'sftp', 'acme')
  await mkdir(dropFolder, { recursive: true })
  for (const folder of ['GDPR_Submit', 'GDPR_Result']) {
    await mkdir(join(directory, 'sftp', 'orion', folder), { recursive: true })
  }
  const settingsFile = join(directory, 'lethe.yaml')
  const approver = await createApprover(directory)
  await writeFile(settingsFile, settingsText(directory, approver === null ? 'nobody' : 'signed'), { flag: 'wx' })
  await withDatabase(directory, 'gim', async (database) => {
    await createInfoMart(database, size)
    await createReception(database)
  })
  await withDatabase(directory, 'ocs', async (database) => {
    for (const [seed, tenant] of [acme, orion].entries()) {
      const cast = [ada, ben, ...strangers].filter((person) => person.tenant === tenant)
      await createCampaign(database, { tenant, chains: 1_500, cast, held: [ben] }, seed)
    }
  })
  for (const name of databases) {
    await copyFile(databaseFile(directory, name), originalFile(directory, name), constants.COPYFILE_EXCL)
  }
  const files = await plantFiles(directory)
  return { directory, settingsFile, dropFolder, files, approver }
}

/** Somebody with a key who may decide, as the settings name her; returns the path of the key. */
async function createApprover(directory: string): Promise<string | null> {
  const key = join(directory, 'key-of-rosa')
  const publicKey = await makeSshKey(key)
  if (publicKey === null) return null
  await writeFile(join(directory, 'approvers'), `rosa@acme.example.com ${publicKey}\n`)
  return key
}

/** A few of the crowd have called the reception, whose number is the company's and nobody else's. */
async function createReception({ knex }: Database): Promise<void> {
  const calls = { TENANT_KEY: acme.tenantKey, TARGET_ADDRESS: acme.ownNumber }
  const some = knex('INTERACTION_FACT').where(calls).whereBetween('INTERACTION_ID', [1_000_100, 1_000_400]).limit(12)
  await knex('INTERACTION_FACT')
    .whereIn('INTERACTION_ID', some.select('INTERACTION_ID'))
    .update({ TARGET_ADDRESS: reception })
}

/** Opens one of the sandbox's databases beside Lethe's own connection, with the original attached as `original`. */
export async function withOriginal<T>(
  sandbox: Sandbox,
  name: DatabaseName,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(sandbox.directory, name, async (database) => {
    await database.knex.raw('attach database ? as original', [originalFile(sandbox.directory, name)])
    return work(database)
  })
}

async function withDatabase<T>(
  directory: string,
  name: DatabaseName,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(name, {
    client: 'better-sqlite3',
    filename: databaseFile(directory, name),
    tls: { mode: 'off' },
    rowsPerTransaction: 1_000,
    lockTimeoutMs: 5_000,
    pauseMs: 0,
  })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

function databaseFile(directory: string, name: DatabaseName): string {
  return join(directory, `${name}.db`)
}

function originalFile(directory: string, name: DatabaseName): string {
  return join(directory, 'before', `${name}.db`)
}

/** A SQLite file that is replaced, taken away and put back while it is open: what stands there now is what is asked. */

import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { sqliteSettings, withFolder } from '../../support/databases.ts'
import { rowsOf, withSqliteFile } from '../../support/sqlite-site.ts'

interface Opened {
  readonly database: Database
  readonly path: string
  readonly other: string
  readonly names: () => Promise<readonly string[]>
}

/** Two files with the same table, one of them open. */
function withTwo(work: (opened: Opened) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const [path, other] = [join(folder, 'crm.db'), join(folder, 'other.db')]
    for (const [file, name] of [
      [path, 'Ann'],
      [other, 'Ben'],
    ] as const) {
      withSqliteFile(file, (made) =>
        made.exec(`create table PERSON (NAME text); insert into PERSON values ('${name}')`),
      )
    }
    const database = await openDatabase('crm', sqliteSettings(path))
    const names = async () =>
      (await database.run((knex) => knex<{ NAME: string }>('PERSON').select('NAME'))).map(({ NAME }) => NAME)
    try {
      expect(await names()).toEqual(['Ann'])
      await work({ database, path, other, names })
    } finally {
      await database.close()
    }
  })
}

describe('a file that is open', () => {
  it('and that another one takes the place of is read and written there', () =>
    withTwo(async ({ database, path, other, names }) => {
      renameSync(other, path)
      expect(await names()).toEqual(['Ben'])
      await database.transaction(async (trx) => await trx('PERSON').update({ NAME: '***' }))
      expect(rowsOf(path, 'select NAME from PERSON')).toEqual([{ NAME: '***' }])
    }))

  it('is described anew when it is asked to', () =>
    withTwo(async ({ database, path, other }) => {
      expect((await database.describe('PERSON'))?.columns.has('PHONE')).toBe(false)
      withSqliteFile(other, (made) => made.exec('alter table PERSON add column PHONE text'))
      renameSync(other, path)
      database.refresh()
      expect((await database.describe('PERSON'))?.columns.has('PHONE')).toBe(true)
    }))

  it('stays the same one to the end of a transaction', () =>
    withTwo(async ({ database, path, other, names }) => {
      await database.transaction(async (trx) => {
        await trx('PERSON').update({ NAME: 'Cleo' })
        renameSync(path, `${path}.old`)
        renameSync(other, path)
        expect(await trx('PERSON').select('NAME')).toEqual([{ NAME: 'Cleo' }])
      })
      expect(rowsOf(`${path}.old`, 'select NAME from PERSON')).toEqual([{ NAME: 'Cleo' }])
      expect(await names()).toEqual(['Ben'])
    }))

  it('and that is taken away is a failed connection, is not made anew, and serves when it is back', () =>
    withTwo(async ({ path, names }) => {
      renameSync(path, `${path}.away`)
      await expect(names()).rejects.toMatchObject({ code: 'connection' })
      expect(existsSync(path)).toBe(false)
      renameSync(`${path}.away`, path)
      expect(await names()).toEqual(['Ann'])
    }))
})

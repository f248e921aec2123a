/** What `doctor` says of a history on SQL Server that somebody made with columns of one code page. */

import { describe, expect, it } from 'vitest'

import type { Complaint } from '../../../src/domain/product.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { checkHistory } from '../../../src/records/history/history-table.ts'
import { sqliteSettings } from '../../support/databases.ts'
import { wireMssql } from '../../platform/sql/statements/mssql-wire.ts'
import { createServer } from '../../platform/sql/statements/server.ts'

const columns = {
  TENANT_KEY: 'int not null',
  FORGET: 'numeric(1) not null',
  CONSUMER_ID: 'nvarchar(400) not null',
  TABLE_NAME: 'nvarchar(400) not null',
  COLUMN_NAME: 'nvarchar(128) not null',
  FACT_ID: 'nvarchar(255)',
  KEY_VALUE: 'nvarchar(2000)',
  CREATED_TS: 'bigint not null',
}

async function complaints(changed: Partial<typeof columns>): Promise<readonly Complaint[]> {
  const table = { name: 'CTL_GDPR_HISTORY', key: [], columns: { ...columns, ...changed } }
  const server = createServer({ tables: [table], indexed: false }, (name) => name)
  const database = await openDatabase('gim', { ...sqliteSettings(''), client: 'mssql', user: 'lethe', database: 'gim' })
  wireMssql(database.knex, server)
  try {
    return await checkHistory(database, { client: 'mssql', create: false })
  } finally {
    await database.close()
  }
}

describe('a history on SQL Server', () => {
  it('of national columns is in order', async () => {
    expect(await complaints({})).toEqual([])
  })

  it('that would lose characters is reported with its columns and the statements that mend it', async () => {
    const all = await complaints({ CONSUMER_ID: 'varchar(400) not null', KEY_VALUE: 'varchar(8000)' })
    expect(all).toMatchObject([
      {
        severity: 'warning',
        place: 'CTL_GDPR_HISTORY',
        message: expect.stringContaining('`CONSUMER_ID`, `KEY_VALUE` lose(s) characters'),
        remedy: [
          'ALTER TABLE [dbo].[CTL_GDPR_HISTORY] ALTER COLUMN [CONSUMER_ID] nvarchar(400) NOT NULL;',
          'ALTER TABLE [dbo].[CTL_GDPR_HISTORY] ALTER COLUMN [KEY_VALUE] nvarchar(max) NULL;',
        ].join('\n'),
      },
    ])
  })
})

/** What the catalogues of SQL Server and Oracle tell of a table, as the check tells it on; the servers only listen. */

import { describe, expect, it } from 'vitest'

import type { Complaint } from '../../../src/domain/product.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { sqliteSettings } from '../../support/databases.ts'
import { found } from '../../contract/suite.ts'
import { toolsFor } from '../../support/tools.ts'
import { wireMssql } from './statements/mssql-wire.ts'
import { wireOracle } from './statements/oracle-wire.ts'
import { createServer, type Server } from './statements/server.ts'

type Rows = ReturnType<Server['answer']>
type Table = Parameters<typeof tables.open>[0]['tables'][number]
type Client = 'mssql' | 'oracledb'

/** Changes what the server answers to some statements. */
type Answers = (sql: string, rows: Rows) => Rows

const world = {
  indexed: false,
  tables: [
    {
      name: 'LEAD',
      key: ['ID'],
      columns: { ID: 'int not null', PHONE: 'varchar(40)', MAIL: 'nvarchar(60)', NOTE: 'varchar(40)' },
    },
  ],
} as const

const lead = {
  table: 'LEAD',
  tenant: null,
  key: ['ID'],
  columns: [
    { column: 'PHONE', identifies: ['phone'] },
    { column: 'NOTE', comesWithRow: true },
  ],
} as const

async function asking<T>(
  client: Client,
  answers: Answers,
  ask: (session: Awaited<ReturnType<typeof tables.open>>, said: readonly string[]) => Promise<T>,
  table: Table = lead,
): Promise<T> {
  const server = createServer(world, client === 'oracledb' ? (name) => name.toUpperCase() : (name) => name)
  const said: string[] = []
  const changed: Server = {
    ...server,
    answer: (sql, parameters) => {
      said.push(sql)
      return answers(sql, server.answer(sql, parameters))
    },
  }
  const database = await openDatabase('world', {
    ...sqliteSettings(''),
    client,
    user: 'lethe',
    schema: client === 'mssql' ? 'dbo' : 'gim',
    tls: { mode: 'off' },
  })
  if (client === 'mssql') wireMssql(database.knex, changed)
  else wireOracle(changed)
  try {
    return await ask(await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database)), said)
  } finally {
    await database.close()
  }
}

function told(
  client: Client,
  answers: Answers,
  action: 'export' | 'forget' = 'forget',
  table: Table = lead,
): Promise<readonly Complaint[]> {
  return asking(client, answers, (session) => session.check(action), table)
}

/** Adds to what the catalogue says of the table, or of one of its columns. */
const about =
  (facts: object): Answers =>
  (sql, rows) =>
    sql.includes('sys.objects') ? rows.map((row) => ({ ...row, ...facts })) : rows
const column =
  (name: string, facts: object): Answers =>
  (sql, rows) =>
    /sys\.columns c left|all_tab_cols/.test(sql)
      ? rows.map((row) => (row['column_name'] === name ? { ...row, ...facts } : row))
      : rows

describe('SQL Server', () => {
  const masked = column('PHONE', { is_masked: true, is_shown: 0 })

  it.each([
    ['a masked column', masked, /`LEAD\.PHONE` is masked \(dynamic data masking\)/, 'GRANT UNMASK TO [lethe];'],
    [
      'a masked column that comes with its row',
      column('NOTE', { is_masked: 1, is_shown: 0 }),
      /`LEAD\.NOTE` is masked/,
      'GRANT UNMASK TO [lethe];',
    ],
    ['a masked key', column('ID', { is_masked: 1, is_shown: 0 }), /`LEAD\.ID` is masked/, 'GRANT UNMASK TO [lethe];'],
    [
      'a column of bytes',
      column('PHONE', { type_name: 'varbinary' }),
      /`LEAD\.PHONE` \(varbinary\) holds no text/,
      null,
    ],
    [
      'a column that has rounded its numbers',
      column('PHONE', { type_name: 'real' }),
      /`LEAD\.PHONE` \(real\) keeps seven digits of a number at most/,
      null,
    ],
    ['a column of documents', column('PHONE', { type_name: 'xml' }), /`LEAD\.PHONE` \(xml\) is a document/, null],
    ['a key of bytes', column('ID', { type_name: 'binary' }), /`LEAD\.ID` \(binary\) holds no text/, null],
    [
      'a low compatibility level',
      about({ compatibility: 110 }),
      /`LEAD` stands in a database of compatibility level 110/,
      'ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = 130;',
    ],
  ])('%s is an error in the check and in the search', async (_, answers, message, remedy) => {
    for (const action of ['export', 'forget'] as const) {
      const complaints = await told('mssql', answers, action)
      expect(complaints).toMatchObject([
        { severity: 'error', place: 'LEAD', message: expect.stringMatching(message), remedy },
      ])
    }
    await expect(asking('mssql', answers, (session) => found(session))).rejects.toThrow(message)
  })

  it('a masked column is nothing to a login with UNMASK', async () => {
    expect(await told('mssql', column('PHONE', { is_masked: true, is_shown: 1 }))).toEqual([])
  })

  it.each([
    ['that is computed', { is_computed: true }],
    ['of a period', { generated: 1 }],
  ])('a column %s is exported and not redacted', async (_, facts) => {
    const answers = column('PHONE', facts)
    expect(await told('mssql', answers)).toMatchObject([
      { severity: 'error', place: 'LEAD.PHONE', message: expect.stringMatching(/is computed by the database/) },
    ])
    expect(await told('mssql', answers, 'export')).toEqual([])
  })

  it.each([
    ['system versioning', { temporal: 2, history_table: 'LEAD_OLD' }, /system-versioned: its history table `LEAD_OLD`/],
    ['change data capture', { is_captured: true }, /change data capture/],
    ['a ledger', { ledger: 2 }, /ledger table/],
    ['replication', { is_published: true }, /published for replication/],
    ['triggers', { triggers: 'keeper, other' }, /has triggers \(keeper, other\)/],
    ['triggers that are not shown', { has_update_trigger: 1 }, /has triggers, which/],
  ])('%s is a warning of a forget', async (_, facts, message) => {
    expect(await told('mssql', about(facts))).toMatchObject([
      { severity: 'warning', place: 'LEAD', message: expect.stringMatching(message) },
    ])
    expect(await told('mssql', about(facts), 'export')).toEqual([])
  })

  const counting = (facts: object, stored: readonly number[], shown: number): Answers => {
    let asked = 0
    return (sql, rows) => {
      if (sql.includes('count_big')) return [{ n: shown }]
      if (sql.includes('sum(p.rows), 0)')) return [{ n: stored[asked++ % stored.length] }]
      return about(facts)(sql, rows)
    }
  }

  it.each([
    [
      'a policy that hides rows',
      { sees_policies: 1, policies: 'SalesFilter' },
      /security policy SalesFilter hides some/,
      null,
    ],
    [
      'fewer rows than are stored',
      { sees_policies: 0 },
      /shows fewer rows than it has: a security policy, or a load/,
      'GRANT VIEW DEFINITION TO [lethe];',
    ],
  ])('%s is an error with what mends it', async (_, facts, message, remedy) => {
    expect(await told('mssql', counting(facts, [10], 7))).toMatchObject([
      { severity: 'error', place: 'LEAD', message: expect.stringMatching(message), remedy },
    ])
  })

  it.each([
    ['a policy that shows the login every row', { sees_policies: 1, policies: 'SalesFilter' }, [10]],
    ['rows that come while they are counted', { sees_policies: 0 }, [10, 12]],
    ['rows that go while they are counted', { sees_policies: 0 }, [12, 10]],
  ])('%s is nothing to tell', async (_, facts, stored) => {
    expect(await told('mssql', counting(facts, stored, 10))).toEqual([])
  })

  it('counts no rows where it is shown that there is no policy', () =>
    asking('mssql', about({ sees_policies: 1 }), async (session, said) => {
      await session.check('forget')
      expect(said.filter((sql) => sql.includes('count_big'))).toEqual([])
    }))

  it('a view that it does not change that way is an error of a forget, found without a change', () =>
    asking(
      'mssql',
      (sql, rows) => {
        if (/^update .* where 1 = 0$/.test(sql)) throw Object.assign(new Error('view'), { number: 4405 })
        return about({ type: 'V', sees_policies: 1 })(sql, rows)
      },
      async (session) => {
        expect(await session.check('forget')).toMatchObject([
          { severity: 'error', message: expect.stringMatching(/`LEAD` is a view that SQL Server does not change/) },
        ])
        expect(await session.check('export')).toEqual([])
      },
    ))

  it.each([
    ['that it is not shown', { sees_policies: 0 }, 'GRANT VIEW DEFINITION TO [lethe];'],
    ['that it is shown', { sees_policies: 1, policies: 'SalesFilter' }, null],
  ])('a view may hide rows by policies %s', async (_, facts, remedy) => {
    expect(await told('mssql', about({ type: 'V', ...facts }), 'export')).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/`LEAD` is a view, and .* may hide rows behind it/), remedy },
    ])
  })
})

describe('Oracle', () => {
  const facts =
    (...kinds: readonly (readonly [kind: string, name: string])[]): Answers =>
    (sql, rows) =>
      sql.includes('all_policies') ? kinds.map(([kind, name]) => ({ kind, name })) : rows

  it('a policy of the virtual private database is an error in the check and in the search', async () => {
    const answers = facts(['policy', 'SALES_ONLY'])
    for (const action of ['export', 'forget'] as const) {
      expect(await told('oracledb', answers, action)).toMatchObject([
        {
          severity: 'error',
          place: 'LEAD',
          message: expect.stringMatching(/`LEAD` has the security policy SALES_ONLY/),
          remedy: expect.stringMatching(/^GRANT EXEMPT ACCESS POLICY TO /),
        },
      ])
    }
    await expect(asking('oracledb', answers, (session) => found(session))).rejects.toThrow(/SALES_ONLY/)
  })

  it.each([
    ['triggers', 'trigger', /has triggers \(KEEPER\)/],
    ['a materialized view', 'view', /materialized view\(s\) KEEPER/],
    ['a log of materialized views', 'log', /materialized view log \(KEEPER\)/],
    ['a flashback archive', 'archive', /flashback archive KEEPER/],
  ])('%s is a warning of a forget', async (_, kind, message) => {
    expect(await told('oracledb', facts([kind, 'KEEPER']))).toMatchObject([
      { severity: 'warning', place: 'LEAD', message: expect.stringMatching(message) },
    ])
    expect(await told('oracledb', facts([kind, 'KEEPER']), 'export')).toEqual([])
  })

  it.each([
    ['a virtual column', column('PHONE', { is_computed: 'YES' })],
    ['a column of a view that cannot be changed', facts(['fixed', 'PHONE'])],
  ])('%s is exported and not redacted', async (_, answers) => {
    expect(await told('oracledb', answers)).toMatchObject([
      { severity: 'error', place: 'LEAD.PHONE', message: expect.stringMatching(/is computed by the database/) },
    ])
    expect(await told('oracledb', answers, 'export')).toEqual([])
  })

  it('of a character set that is none of Unicode warns where letters could get lost', async () => {
    const answers: Answers = (sql, rows) =>
      facts(['encoding', 'WE8MSWIN1252'])(sql, column('PHONE', { type_name: 'NVARCHAR2' })(sql, rows))
    const named = { ...lead, columns: [{ column: 'PHONE', identifies: ['name'] }] } as const
    expect(await told('oracledb', answers, 'forget', named)).toMatchObject([
      { severity: 'warning', place: 'LEAD.PHONE', message: expect.stringMatching(/character set WE8MSWIN1252/) },
    ])
    expect(await told('oracledb', answers)).toEqual([])
    expect(await told('oracledb', facts(['encoding', 'WE8MSWIN1252']), 'forget', named)).toEqual([])
  })

  it('looks for names without a schema in the schema of the settings', () =>
    asking(
      'oracledb',
      (_, rows) => rows,
      async (session, said) => {
        await session.check('forget')
        expect(said).toContain('alter session set current_schema = "GIM"')
      },
    ))

  it.each([
    ['BLOB', /`LEAD\.PHONE` \(blob\) holds no text/],
    ['BINARY_FLOAT', /`LEAD\.PHONE` \(binary_float\) keeps seven digits/],
    ['RAW', /`LEAD\.PHONE` \(raw\) holds no text/],
    ['JSON', /`LEAD\.PHONE` \(json\) is a document/],
  ])('a column of type %s is an error in the check and in the search', async (type, message) => {
    const answers = column('PHONE', { type_name: type })
    expect(await told('oracledb', answers)).toMatchObject([{ message: expect.stringMatching(message) }])
    await expect(asking('oracledb', answers, (session) => found(session))).rejects.toThrow(message)
  })
})

describe('the index that is advised for addresses under `match: written`', () => {
  const table = {
    ...lead,
    columns: [{ column: 'MAIL', identifies: ['email'], match: 'written' }],
  } as const
  const large: Answers = (sql, rows) =>
    /sys\.partitions|from all_tables/.test(sql) ? [{ row_count: 5_000_000, n: 0 }] : rows
  const indexed =
    (index: object): Answers =>
    (sql, rows) =>
      /from sys\.indexes|all_indexes/.test(sql)
        ? [...rows, { index_name: 'i', is_unique: 0, ...index }]
        : large(sql, rows)
  const advised = async (client: Client, answers: Answers) =>
    (await told(client, answers, 'export', table))
      .filter(({ message }) => message.startsWith('no index leads'))
      .map(({ remedy }) => remedy)
  const both =
    (one: Answers, other: Answers): Answers =>
    (sql, rows) =>
      other(sql, one(sql, rows))
  const strict = column('MAIL', { collation_name: 'Latin1_General_CS_AS' })

  it('on SQL Server leads to the column itself, where its collation takes no notice of case', async () => {
    expect(await advised('mssql', large)).toEqual(['create index [ix_LEAD_MAIL] on [dbo].[LEAD] ([MAIL]);'])
    expect(await advised('mssql', indexed({ column_name: 'MAIL' }))).toEqual([])
  })

  it('on SQL Server is none where the collation tells cases apart', async () => {
    expect(await advised('mssql', both(strict, large))).toEqual([null])
    expect(await advised('mssql', both(strict, indexed({ column_name: 'MAIL' })))).toEqual([null])
  })

  it('on Oracle leads to the lower case of the column', async () => {
    expect(await advised('oracledb', large)).toEqual([
      'create index "ix_LEAD_MAIL_lower" on "GIM"."LEAD" (lower(trim("MAIL")));',
    ])
    expect(await advised('oracledb', indexed({ column_name: 'MAIL' }))).toHaveLength(1)
    const made = { column_name: 'SYS_NC00005$', expression: 'LOWER(TRIM("MAIL"))' }
    expect(await advised('oracledb', indexed(made))).toEqual([])
    expect(await advised('oracledb', indexed({ ...made, expression: 'UPPER("MAIL")' }))).toHaveLength(1)
  })
})

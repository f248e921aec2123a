/** Every statement for SQL Server before its judges, which are judged first: what is wrong is caught, what is right let through. */

import { describe, expect, it } from 'vitest'

import { brokenBans, mssqlBans } from './bans.ts'
import { tsql } from './grammar.ts'
import { proveStatements } from './prove.ts'

const broken = (sql: string, parameters: readonly string[] = []): readonly string[] =>
  brokenBans(mssqlBans, { sql, parameters })

describe('the T-SQL grammar', () => {
  it.each([
    'select [t].[A] from [dbo].[X] as [t] where [t].[A] = @p0 limit 5',
    'select [t].[A] from [dbo].[X] as [t] inner join openjson(@p0) with (k0 int $.k0) as j on 1 = 1',
    'update t set [t].[A] = @p0 from [dbo].[X] as [t] where',
    'select [t].[A], from [dbo].[X] as [t]',
    'delete from [dbo].[X] where ([A], [B]) in (select 1, 2)',
  ])('refuses %s', (sql) => {
    expect(tsql(sql)).not.toEqual([])
  })

  it('lets OPENJSON and a batch through', () => {
    expect(tsql("set lock_timeout -1; select v from openjson(@p0) with (v varchar(64) '$')")).toEqual([])
  })
})

describe('the bans for SQL Server', () => {
  it.each([
    ['OFFSET without ORDER BY', 'select [a] from [x] offset 5 rows'],
    ['MERGE', 'merge into [x] using [y] on 1 = 1'],
    ['a query hint', 'select [a] from [x] with (nolock)'],
    ['a query hint', 'select [a] from [x] option (recompile)'],
    ['a temporary table', 'select [a] into #found from [x]'],
    ['composite IN', 'delete from [x] where ([a], [b]) in (select 1, 2)'],
    ['FOR UPDATE', 'select [a] from [x] for update'],
    ['a row limit of other engines', 'select [a] from [x] limit @p0'],
    ['the reserved word user as a name', 'select [a] as user from [x]'],
    ['an IN list above 1,000', `select [a] from [x] where [a] in (${'1,'.repeat(1_000)}1)`],
    ['a null compared', 'select [a] from [x] where [a] = null'],
  ])('%s', (name, sql) => {
    expect(broken(sql)).toContain(name)
  })

  it('more parameters than fit, and a place without one', () => {
    const marks = Array.from({ length: 2_101 }, (_, i) => `@p${i}`)
    const values = marks.map(() => 'x')
    expect(broken(`select ${marks.join(', ')}`, values)).toContain('too many parameters')
    expect(broken('select @p0, @p1', ['x'])).toEqual(['parameters that do not fit their places'])
  })
})

proveStatements({ client: 'mssql', name: 'SQL Server', grammar: tsql, bans: mssqlBans })

/** The judges of statements are judged: what is wrong is caught, what is right is let through. */

import { describe, expect, it } from 'vitest'

import { brokenBans, mssqlBans, oracleBans, type Bans } from './bans.ts'
import { plsql, tsql } from './grammar.ts'

const broken = (bans: Bans, sql: string, parameters: readonly string[] = []): readonly string[] =>
  brokenBans(bans, { sql, parameters })

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

describe('the PL/SQL grammar', () => {
  it.each([
    'select "t"."A" from "O"."X" as "t"',
    'select "t"."A" from "O"."X" "t" limit 5',
    'update "O"."X" "t" set "t"."A" = :1 from "O"."Y" "y"',
    `select v from json_table(:1, '$[*]' columns (v varchar2(4000) path '$'))`,
    `select v from json_table(:1, '$[*]' error on error columns (v char(20) path '$' null on error))`,
    `select v from json_table('[]', '$[*]' error on error columns (v number path '$' null on error))`,
    `select k0 from json_table(:1, '$[*]' error on error columns (k0 number path '$.k0' null on error))`,
  ])('refuses %s', (sql) => {
    expect(plsql(sql)).not.toEqual([])
  })

  it('lets JSON_TABLE in its strict form, and a lock with a limit, through', () => {
    const sql = `select 1 as "locked" from "O"."X" "t" where "t"."A" in (select v from json_table(:1, '$[*]' error on error columns (v varchar2(4000) path '$' null on error))) order by "t"."A" for update wait 5`
    expect(plsql(sql)).toEqual([])
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
    expect(broken(mssqlBans, sql)).toContain(name)
  })

  it('more parameters than fit, and a place without one', () => {
    const marks = Array.from({ length: 2_101 }, (_, i) => `@p${i}`)
    const values = marks.map(() => 'x')
    expect(broken(mssqlBans, `select ${marks.join(', ')}`, values)).toContain('too many parameters')
    expect(broken(mssqlBans, 'select @p0, @p1', ['x'])).toEqual(['parameters that do not fit their places'])
  })
})

describe('the bans for Oracle', () => {
  it.each([
    ['an empty string, which is NULL', `select "a" from "x" where "a" = ''`],
    ['AS before a table’s alias', 'select "a" from "o"."x" as "t"'],
    ['an alias that a quoted reference does not mean', 'update "o"."x" t set "t"."a" = 1'],
    ['an update that waits for ever', 'select "a" from "x" for update'],
    ['rows skipped because they are locked', 'select "a" from "x" for update skip locked'],
    ['the reserved word level as a name', 'select "a" as level from "x"'],
  ])('%s', (name, sql) => {
    expect(broken(oracleBans, sql)).toContain(name)
  })
})

/** Every statement for Oracle before its judges, which are judged first: what is wrong is caught, what is right let through. */

import { describe, expect, it } from 'vitest'

import { brokenBans, oracleBans } from './bans.ts'
import { plsql } from './grammar.ts'
import { proveStatements } from './prove.ts'

const broken = (sql: string, parameters: readonly string[] = []): readonly string[] =>
  brokenBans(oracleBans, { sql, parameters })

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

describe('the bans for Oracle', () => {
  it.each([
    ['an empty string, which is NULL', `select "a" from "x" where "a" = ''`],
    ['AS before a table’s alias', 'select "a" from "o"."x" as "t"'],
    ['an alias that a quoted reference does not mean', 'update "o"."x" t set "t"."a" = 1'],
    ['an update that waits for ever', 'select "a" from "x" for update'],
    ['rows skipped because they are locked', 'select "a" from "x" for update skip locked'],
    ['the reserved word level as a name', 'select "a" as level from "x"'],
  ])('%s', (name, sql) => {
    expect(broken(sql)).toContain(name)
  })
})

proveStatements({ client: 'oracledb', name: 'Oracle', grammar: plsql, bans: oracleBans })

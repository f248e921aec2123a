/** What a grammar accepts and the server or this project does not. */

import type { Statement } from './server.ts'

export interface Bans {
  readonly mostParameters: number
  readonly patterns: Readonly<Record<string, RegExp>>
  /** May not be given as a name without quotes. */
  readonly reserved: ReadonlySet<string>
}

const everywhere = {
  'a row limit of other engines': /\blimit\s+[@:\d]/i,
  'OFFSET without ORDER BY': /^(?!.*\border by\b.*\boffset\b).*\boffset\b/is,
  MERGE: /\bmerge\b/i,
  'rows skipped because they are locked': /\bskip locked\b|\bnowait\b/i,
  'a whole table locked': /\block table\b|\btablockx?\b/i,
  'a null compared': /(=|<>|!=)\s*null\b/i,
} as const

export const mssqlBans: Bans = {
  mostParameters: 2100,
  patterns: {
    ...everywhere,
    'composite IN': /\]\s*\)\s*in\s*\(|\([^()]*\],[^()]*\)\s*in\s*\(/i,
    'a query hint': /\boption\s*\(|\bwith\s*\(\s*(nolock|rowlock|updlock|xlock|holdlock|readpast|paglock|index)/i,
    'a temporary table': /[\s.[(]##?\w|\binto\s+#/,
    'FOR UPDATE': /\bfor update\b/i,
    'OFFSET or FETCH': /\bfetch (next|first)\b/i,
  },
  reserved: words(
    'add all alter and any as asc authorization backup begin between break browse bulk by cascade case check checkpoint',
    'close clustered coalesce collate column commit compute constraint contains continue convert create cross current',
    'cursor database dbcc deallocate declare default delete deny desc disk distinct distributed double drop dump else end',
    'errlvl escape except exec execute exists exit external fetch file fillfactor for foreign freetext from full function',
    'goto grant group having holdlock identity if in index inner insert intersect into is join key kill left like lineno',
    'load merge national nocheck nonclustered not null nullif of off offsets on open option or order outer over percent',
    'pivot plan precision primary print proc procedure public raiserror read readtext reconfigure references replication',
    'restore restrict return revert revoke right rollback rowcount rule save schema select set shutdown some statistics',
    'table textsize then to top tran transaction trigger truncate union unique unpivot update use user values varying view',
    'waitfor when where while with within',
  ),
}

export const oracleBans: Bans = {
  mostParameters: 65_535,
  patterns: {
    ...everywhere,
    'an empty string, which is NULL': /(=|<>|!=|\blike|\bin\s*\()\s*''/i,
    'AS before a table’s alias': /\bfrom\s+"[^"]+"(\."[^"]+")?\s+as\b|\bjoin\s+"[^"]+"(\."[^"]+")?\s+as\b/i,
    'an alias that a quoted reference does not mean': /"\s+t\s+(set|where|order)\b|"\)\s+t\b/,
    'an update that waits for ever': /\bfor update(?! wait \d+$)/i,
  },
  reserved: words(
    'access add all alter and any as asc audit between by char check cluster column column_value comment compress connect',
    'create current date decimal default delete desc distinct drop else exclusive exists file float for from grant group',
    'having identified immediate in increment index initial insert integer intersect into is level like lock long',
    'maxextents minus mlslabel mode modify nested_table_id noaudit nocompress not nowait null number of offline on online',
    'option or order pctfree prior public raw rename resource revoke row rowid rownum rows select session set share size',
    'smallint start successful synonym sysdate table then to trigger uid union unique update user validate values varchar',
    'varchar2 view whenever where with',
  ),
}

/** Names of the bans that a statement breaks. */
export function brokenBans(bans: Bans, { sql, parameters }: Pick<Statement, 'sql' | 'parameters'>): readonly string[] {
  const broken = Object.entries(bans.patterns).flatMap(([name, pattern]) => (pattern.test(sql) ? [name] : []))
  const bound = new Set(sql.match(/@p\d+|(?<![\w:]):\d+/g) ?? [])
  return [
    ...broken,
    ...(parameters.length > bans.mostParameters ? ['too many parameters'] : []),
    ...(bound.size === parameters.length ? [] : ['parameters that do not fit their places']),
    ...(inLists(sql).some((count) => count > 1000) ? ['an IN list above 1,000'] : []),
    ...aliasesOf(sql).flatMap((alias) => (bans.reserved.has(alias) ? [`the reserved word ${alias} as a name`] : [])),
  ]
}

function inLists(sql: string): readonly number[] {
  return [...sql.matchAll(/\bin\s*\(([^()]*)\)/gi)].map(([, list = '']) => list.split(',').length)
}

/** Unquoted names behind AS; a type in a CAST has a parenthesis behind it. */
function aliasesOf(sql: string): readonly string[] {
  return [...sql.matchAll(/\bas\s+([a-z_]\w*)(?=\s|,|\)|$)/gi)].map(([, alias = '']) => alias.toLowerCase())
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}

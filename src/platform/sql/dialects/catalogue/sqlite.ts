/** What SQLite says of a table; `rowid` counts as a key, since every table has it. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Row } from '../../database.ts'
import { rowsOf } from '../../rows.ts'
import { computedMessage, groupIndexes, lengthIn, text as textOf, triggerCopies } from './rows.ts'

export async function describe(knex: Knex, _schema: string | null, table: string): Promise<TableShape | null> {
  const found = await rowsOf(
    knex.raw(
      "select name, type from sqlite_master where type in ('table', 'view') and lower(name) = lower(?) order by name = ? desc",
      [table, table],
    ),
  )
  if (found[0] === undefined) return null
  const name = textOf(found[0]['name'])
  const columns = await rowsOf(knex.raw('select name, type, "notnull", pk, hidden from pragma_table_xinfo(?)', [name]))
  const indexes = await indexesOf(knex, name)
  const primary = columns.filter((c) => Number(c['pk']) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk']))
  const keyed = primary.map((c): Record<string, unknown> => ({ ...c, notnull: 1 }))
  // A column of that name hides it.
  const hidden = columns.some((c) => textOf(c['name']).toUpperCase() === 'ROWID')
  return {
    schema: null,
    name,
    columns: new Map(
      [...columns, ...keyed, ...(hidden ? [] : [rowid])].map((row) => [
        textOf(row['name']).toUpperCase(),
        columnShape(row),
      ]),
    ),
    indexes: [
      ...(primary.length === 0
        ? []
        : [{ columns: primary.map((c) => textOf(c['name'])), unique: true, partial: false }]),
      ...groupIndexes(indexes),
      ...(hidden ? [] : [{ columns: ['rowid'], unique: true, partial: false }]),
    ],
    ...(await obstacleOf(knex, name, textOf(found[0]['type']))),
    ...(await copiesOf(knex, name)),
  }
}

async function indexesOf(knex: Knex, name: string): Promise<readonly Row[]> {
  const rows = await rowsOf(
    knex.raw(
      `select il.name as index_name, il."unique" as is_unique, il.partial as is_partial, ii.name as column_name, ii.seqno as place,
              (select m.sql from sqlite_master m where m.type = 'index' and m.name = il.name) as made
       from pragma_index_list(?) il join pragma_index_info(il.name) ii where il.partial = 0 or il."unique" = 1 order by il.seq, ii.seqno`,
      [name],
    ),
  )
  return rows.map(withExpression)
}

/** An expression has no name of a column: it stands in the statement that made its index alone. */
function withExpression(row: Row): Row {
  if (row['column_name'] !== null) return row
  return { ...row, expression: partsOf(textOf(row['made']))[Number(row['place'])] ?? '' }
}

/** What stands between the outer brackets, from comma to comma. */
function partsOf(statement: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  for (const sign of statement.slice(statement.indexOf('(') + 1, statement.lastIndexOf(')'))) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (sign === ',' && depth === 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${sign}`)
  }
  return parts
}

/** Rows are counted up to here: a tenth of a second at most. */
const mostCounted = 1_000_000

/**
 * SQLite keeps no number of rows, so they are counted, up to a limit. Beyond it the span of the row ids serves: an upper
 * bound, which says little where they have gaps.
 */
export async function estimateRows(knex: Knex, { name }: Pick<TableShape, 'name'>): Promise<number> {
  const some = knex.raw('select 1 from ?? limit ?', [name, mostCounted + 1])
  const [counted] = await rowsOf(knex.raw('select count(*) as n from (?)', [some]))
  const rows = Number(counted?.['n'] ?? 0)
  if (rows <= mostCounted) return rows
  // In one select the two would read the whole table.
  const ends = knex.raw('select (select min(_rowid_) from ??) as low, (select max(_rowid_) from ??) as high', [
    name,
    name,
  ])
  const [bounds] = await rowsOf(ends)
  return Number(bounds?.['high']) - Number(bounds?.['low']) + 1
}

/** Rows are read and deleted by their row id. */
async function obstacleOf(knex: Knex, name: string, type: string): Promise<Pick<TableShape, 'obstacle'>> {
  if (type === 'view') return { obstacle: { to: 'search', message: 'is a view; name the table that holds its rows' } }
  const [row] = await rowsOf(knex.raw("select wr from pragma_table_list(?) where schema = 'main'", [name]))
  const message = 'was created WITHOUT ROWID, and its rows cannot be told apart; create it anew without these words'
  return Number(row?.['wr'] ?? 0) === 1 ? { obstacle: { to: 'search', message } } : {}
}

/** An event of a trigger stands before the name of its table. */
async function copiesOf(knex: Knex, name: string): Promise<Pick<TableShape, 'copies'>> {
  const rows = await rowsOf(
    knex.raw("select name, sql from sqlite_master where type = 'trigger' and tbl_name = ? order by name", [name]),
  )
  const triggers = rows.filter(({ sql }) => /\b(update|delete)\b[^;]*?\bon\b/i.test(textOf(sql)))
  if (triggers.length === 0) return {}
  return { copies: [triggerCopies(triggers.map((row) => textOf(row['name'])).join(', '))] }
}

/** Every table has it, and it names a row where no other key does. */
const rowid: Record<string, unknown> = { name: 'rowid', type: 'INTEGER', notnull: 1 }

/** `hidden` of a generated column, kept or not. */
const generated = [2, 3]

/** Families follow the affinity rules of SQLite: https://www.sqlite.org/datatype3.html, section 3.1. */
function columnShape(row: Record<string, unknown>): ColumnShape {
  const declared = textOf(row['type']).toUpperCase()
  const whole = /INT/.test(declared) || /^(NUMERIC|DECIMAL|NUMBER)\s*\(\s*\d+\s*(,\s*0\s*)?\)/.test(declared)
  const isText = /CHAR|CLOB|TEXT/.test(declared)
  return {
    name: textOf(row['name']),
    declared,
    family: whole ? 'integer' : isText ? 'text' : /REAL|FLOA|DOUB|NUM|DEC/.test(declared) ? 'decimal' : 'other',
    length: isText ? lengthIn(declared) : null,
    nullable: Number(row['notnull']) === 0,
    ...(generated.includes(Number(row['hidden'])) ? { obstacle: { to: 'change', message: computedMessage } } : {}),
  }
}

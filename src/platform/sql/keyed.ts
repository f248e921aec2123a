/** The parts that keyed updates and deletes of all engines share. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from './catalogue.ts'
import type { Dialect, EqualRows, JsonColumn, KeyedChange, ColumnPlace, Setting } from './dialect.ts'

/** `alias.column`, for knex to quote. */
export function qualified(alias: string, column: ColumnShape): string {
  return `${alias}.${column.name}`
}

/** `schema.table`, for knex to quote. */
export function tableName(table: TableShape): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`
}

/** The columns that travel in the JSON rows of a change: the keys, then the present value. */
export function keyedOn(dialect: Dialect, change: Pick<KeyedChange, 'keys' | 'column'>): readonly JsonColumn[] {
  const value = comparesAsItself(change.column)
    ? change.column
    : { ...change.column, declared: dialect.textType, family: 'text' as const }
  return [...change.keys.map((like, i) => ({ name: `k${i}`, like })), { name: 'v', like: value }]
}

/**
 * The column of `t` as it is compared with the `v` of the JSON rows: dates and fractions as the text they were read as, and
 * texts where they may be kept as something else.
 */
export function valueOf(knex: Knex, dialect: Dialect, column: ColumnShape): Knex.Raw {
  const reference = qualified('t', column)
  const asText = !comparesAsItself(column) || (column.family === 'text' && dialect.textsOfAnyType)
  return asText ? dialect.text(knex, reference, column) : knex.raw('??', [reference])
}

function comparesAsItself(column: ColumnShape): boolean {
  return column.family === 'text' || column.family === 'integer'
}

/**
 * The keys of `alias` are those of the JSON rows, to the letter: a row that only the collation takes for a recorded one was
 * never recorded. An index serves the plain comparison beside it.
 */
export function keyedBy(
  knex: Knex,
  dialect: Dialect,
  alias: string,
  keys: readonly ColumnShape[],
): readonly Knex.Raw[] {
  return keys.flatMap((key, i) => {
    // Quoted, the name of a column of ours would be another one where names fold to upper case.
    const [value, recorded] = [knex.raw('??', [qualified(alias, key)]), knex.raw(`j.k${i}`)]
    const plain = knex.raw('? = ?', [value, recorded])
    if (key.family === 'integer' || key.family === 'decimal') return [plain]
    const exact = dialect.exactly(knex, value, key)
    return exact === value ? [plain] : [plain, knex.raw('? = ?', [exact, dialect.exactly(knex, recorded, key)])]
  })
}

/** Joined by `and`. */
export function allOf(knex: Knex, conditions: readonly Knex.Raw[]): Knex.Raw {
  return knex.raw(conditions.map(() => '?').join(' and '), [...conditions])
}

/** The condition of a change that leaves alone what is held; none where nothing can be. */
export function notHeld(knex: Knex, dialect: Dialect, { hold }: Pick<KeyedChange, 'hold'>): readonly Knex.Raw[] {
  if (hold === null) return []
  const reference = qualified('t', hold.column)
  const held = dialect.isOneOf(knex, { reference, column: hold.column }, hold.values)
  return [knex.raw('(?? is null or not ?)', [reference, held])]
}

/** Values bound as they are: the engine evens out the types of column and value, or refuses aloud. */
export function isOneOf(knex: Knex, { reference }: ColumnPlace, values: readonly Setting[]): Knex.Raw {
  const marks = values.map(() => '?').join(', ')
  return knex.raw(values.length === 1 ? '?? = ?' : `?? in (${marks})`, [reference, ...values])
}

/** The JSON rows that rows of a table are held against, with their numbers. */
export function equalTo(knex: Knex, dialect: Dialect, { columns, json }: EqualRows): Knex.Raw {
  const named = columns.map((like, i) => ({ name: `k${i}`, like }))
  return dialect.jsonRows(knex, json, [...named, ...columns.slice(0, 1).map((like) => ({ name: 'n', like }))])
}

/** A row of `t` is equal to one of `j`. */
export function isEqual(knex: Knex, { columns, empty }: EqualRows): Knex.Raw {
  return allOf(knex, [
    ...columns.map((column, i) => knex.raw(`?? = j.k${i}`, [qualified('t', column)])),
    ...empty.map((column) => knex.raw('?? is null', [qualified('t', column)])),
  ])
}

/** How often each of the rows stands in the table, by its number; in the words that most engines know. */
export function countEqual(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const equal = [equalTo(knex, dialect, rows), tableName(rows.table), isEqual(knex, rows)]
  return knex.raw('select j.n as line, count(*) as n from ? cross join ?? as t where ? group by j.n', equal)
}

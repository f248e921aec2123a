/** The parts that keyed updates and deletes of all engines share. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from './catalogue.ts'
import type { Dialect, JsonColumn, KeyedChange } from './dialect.ts'

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

/** The column of `t` as it is compared with the `v` of the JSON rows: dates and fractions as the text they were read as. */
export function valueOf(knex: Knex, dialect: Dialect, column: ColumnShape): Knex.Raw {
  const reference = qualified('t', column)
  return comparesAsItself(column) ? knex.raw('??', [reference]) : dialect.text(knex, reference, column)
}

function comparesAsItself(column: ColumnShape): boolean {
  return column.family === 'text' || column.family === 'integer'
}

/** All conditions of a change, the hold included, joined by `and`. */
export function conditionsOf(knex: Knex, change: KeyedChange, conditions: readonly Knex.Raw[]): Knex.Raw {
  const all = change.hold === null ? conditions : [...conditions, notHeld(knex, change.hold)]
  return knex.raw(all.map(() => '?').join(' and '), [...all])
}

function notHeld(knex: Knex, hold: NonNullable<KeyedChange['hold']>): Knex.Raw {
  const reference = qualified('t', hold.column)
  const marks = hold.values.map(() => '?').join(', ')
  return knex.raw(`(?? is null or ?? not in (${marks}))`, [reference, reference, ...hold.values])
}

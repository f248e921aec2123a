/** What keeps a table from being searched, in sentences for the operator. */

import type { Obstacle, TableShape } from '../../catalogue.ts'
import type { TableMap } from '../table-map.ts'

/** The table, a column of it, or anything that names its rows. */
export interface Missing {
  readonly table: string
  /** Null: the table itself. */
  readonly column: string | null
  readonly what?: 'key'
  /** What the settings can name to leave it out; missing: they have no such list. */
  readonly exclude?: string
  /** It is there and cannot be searched: the rule and the next step. */
  readonly obstacle?: Obstacle
}

export function sentenceOf(missing: readonly Missing[]): string {
  const keyless = missing.find((place) => place.what === 'key')
  if (keyless !== undefined) {
    return `\`${keyless.table}\` has no unique index apart from the columns that are redacted; name columns that are unique together as its \`key\``
  }
  const obstructed = missing.find((place) => place.obstacle !== undefined)
  if (obstructed?.obstacle !== undefined) return `\`${nameOf(obstructed)}\` ${obstructed.obstacle.message}`
  const places = missing.map(nameOf)
  const names = places.join('`, `')
  const dotted = missing.some((place) => place.column === null && place.table.includes('.'))
  return dotted
    ? `not in the database: \`${names}\`; a table is named without its schema, which is \`schema\` of the entry under \`databases\``
    : `not in the database: \`${names}\`; create it, grant the right to read it, or ${stepFor(missing)}`
}

function stepFor(missing: readonly Missing[]): string {
  const names = new Set(missing.flatMap(({ exclude = [] }) => exclude))
  return names.size === 0 ? 'take it out of the settings' : `leave it out with \`exclude: [${[...names].join(', ')}]\``
}

/** The statement that takes the obstacle away; null when there is none. */
export function remedyOf(missing: readonly Missing[]): string | null {
  return missing.find((place) => place.obstacle?.remedy !== undefined)?.obstacle?.remedy ?? null
}

/** A missing column of its own is left out alone; without its key or tenant the table as a whole cannot be searched. */
export function missingColumns(
  map: Pick<TableMap, 'table' | 'columns' | 'excludable'>,
  names: readonly string[],
): readonly Missing[] {
  const isPlain = (name: string): boolean => map.columns.some(({ column }) => column === name)
  const whole = !names.every(isPlain)
  return names.map((column) => {
    const exclude = whole ? map.table : `${map.table}.${column}`
    return { table: map.table, column, ...(map.excludable === true ? { exclude } : {}) }
  })
}

/** The table itself, searched or on the way. */
export function missingTable({ table, excludable }: Pick<TableMap, 'table' | 'excludable'>): Missing {
  return { table, column: null, ...(excludable === true ? { exclude: table } : {}) }
}

function nameOf({ table, column }: Missing): string {
  return column === null ? table : `${table}.${column}`
}

/** Statements are built from names that are joined by dots, so a name with a dot of its own would be taken apart. */
export function obstacleIn(shape: TableShape): Obstacle | null {
  if (shape.obstacle !== undefined && shape.obstacle.to !== 'change') return shape.obstacle
  if (!shape.name.includes('.')) return null
  return { to: 'search', message: 'has a dot in its name and cannot be named in a statement; rename it' }
}

/** What keeps a table from being searched, in sentences for the operator. */

import type { Obstacle, TableShape } from '../catalogue.ts'

/** The table, a column of it, or anything that names its rows. */
export interface Missing {
  readonly table: string
  /** Null: the table itself. */
  readonly column: string | null
  readonly what?: 'key'
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
  const dotted = missing.some((place) => place.column === null && place.table.includes('.'))
  return dotted
    ? `not in the database: \`${places.join('`, `')}\`; a table is named without its schema, which is \`schema\` of the entry under \`databases\``
    : `not in the database: \`${places.join('`, `')}\`; create it, grant the right to read it, or list the table in \`exclude\``
}

/** The statement that takes the obstacle away; null when there is none. */
export function remedyOf(missing: readonly Missing[]): string | null {
  return missing.find((place) => place.obstacle?.remedy !== undefined)?.obstacle?.remedy ?? null
}

function nameOf({ table, column }: Missing): string {
  return column === null ? table : `${table}.${column}`
}

/** Statements are built from names that are joined by dots, so a name with a dot of its own would be taken apart. */
export function obstacleIn(shape: TableShape): Obstacle | null {
  if (shape.obstacle?.to === 'search') return shape.obstacle
  if (!shape.name.includes('.')) return null
  return { to: 'search', message: 'has a dot in its name and cannot be named in a statement; rename it' }
}

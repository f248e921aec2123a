/** The products' tables in H2, with the types that the dialect read from the catalogue, and rows in each of them. */

import type { TableShape } from '../../../../src/platform/sql/catalogue.ts'
import type { CatalogueTable } from '../statements/catalogue.ts'
import { cellText } from '../statements/cells.ts'
import type { Conversation } from '../statements/drive.ts'

interface Insert {
  readonly sql: string
  readonly parameters: readonly (string | null)[]
}

/** Rows 1 to 3 hold what is recorded of them; the others are people who are searched for. */
const recordedRows = 3
const people = ['2125550101', 'ada.sample@example.com', 'SueSmith']

export interface Build {
  readonly ddl: readonly string[]
  readonly rows: readonly Insert[]
}

/** Everything but the history that is missing until a statement creates it. */
export function buildOf({ catalogue, shapes }: Conversation): Build {
  const pairs = shapes.flatMap((shape) => {
    const table = catalogue.tables.find(({ name, absent }) => name === shape.name && absent !== true)
    return table === undefined ? [] : [{ table, shape }]
  })
  const schema = shapes[0]?.schema ?? ''
  return {
    ddl: [
      `create schema "${schema}"`,
      `set schema "${schema}"`,
      ...pairs.map(({ shape, table }) => ddlOf(shape, table)),
    ],
    rows: pairs.filter(({ table }) => table.key.length > 0).flatMap(({ shape, table }) => rowsOf(shape, table)),
  }
}

function ddlOf(shape: TableShape, table: CatalogueTable): string {
  const columns = [...shape.columns.values()].map(({ name, declared, nullable }) => {
    return `"${name}" ${declared}${nullable ? '' : ' not null'}`
  })
  const key = table.key.length === 0 ? [] : [`primary key (${table.key.map((name) => `"${name}"`).join(', ')})`]
  return `create table "${shape.schema ?? ''}"."${shape.name}" (${[...columns, ...key].join(', ')})`
}

function rowsOf(shape: TableShape, table: CatalogueTable): readonly Insert[] {
  const columns = [...shape.columns.values()]
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const marks = columns.map((_, i) => `?${i + 1}`).join(', ')
  return Array.from({ length: recordedRows + people.length }, (_, i) => ({
    sql: `insert into "${shape.schema ?? ''}"."${shape.name}" (${names}) values (${marks})`,
    parameters: columns.map(({ name, family, length }) => {
      const person = family === 'text' && !table.key.includes(name) ? people[i - recordedRows] : undefined
      return (person ?? cellText(table, name, i + 1)).slice(0, length ?? undefined)
    }),
  }))
}

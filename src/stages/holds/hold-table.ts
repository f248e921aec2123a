/** Reads a list of holds from a table or view of a database: one row for each, columns of the names that the settings say. */

import { columnOf, type ColumnShape, type TableShape } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { isRow, textIn } from '../../platform/sql/rows.ts'
import { dayIn } from '../../platform/time/days.ts'
import { holdsIn, writtenHold, type HoldLine, type HoldList } from './hold-file.ts'
import { holdFields, type HoldField, type HoldRules } from './read-terms.ts'

export interface HoldTable {
  /** Name in `databases`. */
  readonly database: string
  readonly table: string
  /** Where a column has another name than the usual one. */
  readonly columns: Readonly<Partial<Record<HoldField, string>>>
}

/** The locator and the table of a row are called as the history calls them. */
const usual: Readonly<Record<HoldField, string>> = {
  kind: 'KIND',
  value: 'VALUE',
  product: 'PRODUCT',
  table: 'TABLE_NAME',
  locator: 'FACT_ID',
  reason: 'REASON',
  until: 'UNTIL',
  answer: 'ANSWER',
}

/** Throws StepFailed when the database cannot be reached. */
export async function readHoldTable(
  database: Database,
  { table, columns }: HoldTable,
  rules: HoldRules,
): Promise<HoldList> {
  // A table that was just altered, or taken away, is not what is remembered of it.
  database.refresh()
  const shape = await database.describe(table)
  if (shape === null)
    return broken(`\`${table}\` is not there, or the login has no right to read it; create it or grant the right`)
  const named = holdFields.map((field) => ({ field, column: columnOf(shape, columns[field] ?? usual[field]) }))
  const missing = named.filter(
    ({ field, column }) => column === null && (columns[field] !== undefined || needed.has(field)),
  )
  const problems = [
    ...missing.map(({ field }) => `\`${table}\` lacks the column \`${columns[field] ?? usual[field]}\``),
    ...hiding(table, shape),
  ]
  if (problems.length > 0) return { holds: [], problems }
  const present = named.flatMap(({ field, column }) => (column === null ? [] : [{ field, column }]))
  const list = holdsIn(await linesIn(database, { shape, present, timeZone: rules.timeZone }), rules)
  return { holds: list.holds, problems: list.problems.map((problem) => `\`${table}\` ${problem}`) }
}

const needed: ReadonlySet<HoldField> = new Set(['reason', 'until'])

/** A policy that hides a row would end a hold that nobody has ended. */
function hiding(table: string, { policies, obstacle }: TableShape): readonly string[] {
  const isHidden = policies !== undefined
  return [
    ...(isHidden
      ? [`\`${table}\` has row policies, which may hide holds from the login; exempt the login from them`]
      : []),
    ...(obstacle?.to === 'read' ? [`\`${table}\` ${obstacle.message}`] : []),
  ]
}

interface HoldColumns {
  readonly shape: TableShape
  readonly present: readonly { readonly field: HoldField; readonly column: ColumnShape }[]
  readonly timeZone: string
}

async function linesIn(database: Database, { shape, present, timeZone }: HoldColumns): Promise<readonly HoldLine[]> {
  const { dialect } = database
  const answer: unknown = await database.run((knex) =>
    knex
      .from(tableName(shape))
      .select(
        present.map(({ field, column }) =>
          knex.raw('? as ??', [dialect.text(knex, column.name, column), `f_${field}`]),
        ),
      ),
  )
  const rows = Array.isArray(answer) ? answer.filter(isRow) : []
  return rows.map((row, index) => {
    const fields = Object.fromEntries(present.map(({ field }) => [field, textIn(row, `f_${field}`)]))
    return {
      place: `row ${index + 1}`,
      written: writtenHold({ ...fields, until: dayOf(fields['until'] ?? '', timeZone) }),
    }
  })
}

/**
 * A column of dates or times has a time behind the day; midnight of a day is that day. A time with its distance from UTC
 * is shown by the clocks of the server, where the tenant's day may have begun on the day before.
 */
function dayOf(text: string, timeZone: string): string {
  const [, day, time = '', offset, minutes = '00'] = timed.exec(text) ?? []
  if (day === undefined || offset === undefined) return day ?? text
  const at = new Date(`${day}T${time}${offset === 'Z' ? offset : `${offset}:${minutes}`}`)
  return Number.isNaN(at.getTime()) ? text : dayIn(timeZone, at)
}

const timed = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(Z|[+-]\d{2})(?::?(\d{2}))?)?$/

function broken(problem: string): HoldList {
  return { holds: [], problems: [problem] }
}

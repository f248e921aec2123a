/** Looks up where the Info Mart stores the key-value pairs that a request names. */

import { StepFailed } from '../../domain/errors.ts'
import type { Subjects } from '../../domain/product.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import type { Finding } from '../../domain/finding.ts'
import type { UserDataColumns } from './searches.ts'
import type { InfoMartSettings } from './settings.ts'

const mapping = 'CTL_UD_TO_UDE_MAPPING'

/**
 * Tables and columns for the keys of these subjects. A key may be mapped several times; inactive rows count too, since
 * their columns may still hold old data. Names come from the database, so each is looked up in the catalogue.
 */
export async function userDataColumns(
  database: Database,
  subjects: Subjects,
  excluded: readonly string[],
): Promise<UserDataColumns> {
  const keys = new Set(
    subjects.filter((subject) => subject.type === 'consumer').flatMap((subject) => subject.attachedKeys),
  )
  const columns = new Map<string, Map<string, string[]>>()
  if (keys.size === 0 || excluded.includes(mapping)) return columns
  for (const row of await mappedRows(database)) {
    if (!keys.has(row.key) || excluded.includes(row.table.toUpperCase())) continue
    await requireUserData(database, row)
    const ofTable = columns.get(row.table) ?? new Map<string, string[]>()
    ofTable.set(row.column, [...(ofTable.get(row.column) ?? []), row.key])
    columns.set(row.table, ofTable)
  }
  return columns
}

interface Mapped {
  readonly key: string
  readonly table: string
  readonly column: string
}

/** The mapping is a small control table; it is read whole. */
async function mappedRows(database: Database): Promise<readonly Mapped[]> {
  const shape = await database.describe(mapping)
  const key = shape === null ? null : columnOf(shape, 'UD_KEY_NAME')
  const table = shape === null ? null : columnOf(shape, 'UDE_TABLE_NAME')
  const column = shape === null ? null : columnOf(shape, 'UDE_COLUMN_NAME')
  if (shape === null || key === null || table === null || column === null) {
    throw failed(
      `\`${mapping}\` is missing, and the request names keys of user data; create it, or list it in \`exclude\``,
    )
  }
  const rows: readonly Record<string, unknown>[] = await database.run((knex) =>
    knex(tableName(shape)).distinct({ ud_key: key.name, ud_table: table.name, ud_column: column.name }),
  )
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
  return rows.map((row) => ({ key: text(row['ud_key']), table: text(row['ud_table']), column: text(row['ud_column']) }))
}

async function requireUserData(database: Database, { table, column }: Mapped): Promise<void> {
  const shape = await database.describe(table)
  if (shape === null || columnOf(shape, column) === null) {
    throw failed(
      `\`${mapping}\` names \`${table}.${column}\`, which does not exist; correct the mapping, or list the table in \`exclude\``,
    )
  }
  if (columnOf(shape, 'INTERACTION_RESOURCE_ID') !== null) return
  throw failed(
    `\`${table}\` is a dimension that many interactions share, so one person's \`${column}\` cannot be told from another's; clean it by hand and list it in \`exclude\``,
  )
}

function failed(message: string): StepFailed {
  return new StepFailed('missing-table', message, { retryable: false })
}

/**
 * Keys that a request names and no column is known for. The Info Mart stores only what it has a mapping for, so there is
 * nothing to find; the history says that it was looked for. Fails instead where the settings say so.
 */
export function* unmappedKeys(
  subjects: Subjects,
  userData: UserDataColumns,
  settings: InfoMartSettings,
): Iterable<Finding> {
  const columns = [...userData.values()].flatMap((ofTable) => [...ofTable.values()].flat())
  const known = new Set([...columns, ...Object.keys(settings.recordFields ?? {})])
  for (const subject of subjects.filter(({ type }) => type === 'consumer')) {
    const unknown = subject.attachedKeys.filter((key) => !known.has(key))
    if (unknown.length > 0 && settings.unmappedKeys === 'error') {
      throw failed(
        `the request names a key that neither \`${mapping}\` nor \`recordFields\` knows; map it, or correct the request`,
      )
    }
    for (const { kind, value } of subject.identifiers.filter(({ kind }) => kind === 'phone' || kind === 'email')) {
      const owner = { subjectKey: subject.key, kind, consumerId: value }
      for (const column of unknown) yield { owner, target: { table: mapping, column }, locator: null, value: null }
    }
  }
}

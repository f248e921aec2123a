/** Looks up where the Info Mart stores the key-value pairs that a request names. */

import type { Subjects } from '../../domain/product.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { foldKey } from '../../platform/match/attached-key.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import type { Evaluation, Owner, Unevaluated } from '../../domain/finding.ts'
import type { Subject } from '../../domain/subject.ts'
import type { Excluded } from './excluded.ts'
import type { UserDataColumns } from './searches.ts'
import type { InfoMartSettings } from './settings.ts'
import { mappingMissing } from './failures.ts'

export const mapping = 'CTL_UD_TO_UDE_MAPPING'

/**
 * Tables and columns for the keys of these subjects. A key may be mapped several times; inactive rows count too, since
 * their columns may still hold old data. Names come from the database, so each is looked up in the catalogue.
 */
export async function userDataColumns(database: Database, subjects: Subjects, excluded: Excluded): Promise<UserData> {
  const keys = new Set([...keysOf(subjects)].map(foldKey))
  const columns = new Map<string, Map<string, string[]>>()
  const refused: RefusedKey[] = []
  if (keys.size === 0 || excluded.table(mapping)) return { columns, refused }
  for (const row of await mappedRows(database)) {
    if (!keys.has(foldKey(row.key)) || excluded.column(row.table, row.column)) continue
    const reason = await whyRefused(database, row)
    if (reason !== null) {
      refused.push({ ...row, reason })
      continue
    }
    const ofTable = columns.get(row.table) ?? new Map<string, string[]>()
    ofTable.set(row.column, [...(ofTable.get(row.column) ?? []), row.key])
    columns.set(row.table, ofTable)
  }
  return { columns, refused }
}

/** Where the keys of a batch lead. */
export interface UserData {
  readonly columns: UserDataColumns
  readonly refused: readonly RefusedKey[]
}

/** A key whose column cannot be one person's: an error of those who name it. */
interface RefusedKey extends Mapped {
  readonly reason: string
}

export function keysOf(subjects: Subjects): ReadonlySet<string> {
  return new Set(subjects.filter(({ type }) => type === 'consumer').flatMap(({ attachedKeys }) => attachedKeys))
}

interface Mapped {
  readonly key: string
  readonly table: string
  readonly column: string
}

/** The mapping is a small control table; it is read whole. */
export async function mappedRows(database: Database): Promise<readonly Mapped[]> {
  const shape = await database.describe(mapping)
  const key = shape === null ? null : columnOf(shape, 'UD_KEY_NAME')
  const table = shape === null ? null : columnOf(shape, 'UDE_TABLE_NAME')
  const column = shape === null ? null : columnOf(shape, 'UDE_COLUMN_NAME')
  if (shape === null || key === null || table === null || column === null) {
    throw mappingMissing(mapping)
  }
  const rows: readonly Record<string, unknown>[] = await database.run((knex) =>
    knex(tableName(shape)).distinct({ ud_key: key.name, ud_table: table.name, ud_column: column.name }),
  )
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
  return rows.map((row) => ({ key: text(row['ud_key']), table: text(row['ud_table']), column: text(row['ud_column']) }))
}

async function whyRefused(database: Database, { table, column }: Mapped): Promise<string | null> {
  const shape = await database.describe(table)
  if (shape === null || columnOf(shape, column) === null) {
    return `\`${mapping}\` names \`${table}.${column}\`, which does not exist; correct the mapping, or list \`${table}.${column}\` in \`exclude\``
  }
  if (columnOf(shape, 'INTERACTION_RESOURCE_ID') !== null) return null
  return `\`${table}\` is a dimension that many interactions share, so one person's \`${column}\` cannot be told from another's; clean it by hand and list it in \`exclude\``
}

/** Of whoever names such a key, everything is an error: the others go on. */
export function* refusedKeys(subjects: Subjects, refused: readonly RefusedKey[]): Iterable<Unevaluated> {
  for (const { key, table, column, reason } of refused) {
    const isNamed = (name: string): boolean => foldKey(name) === foldKey(key)
    for (const subject of subjects.filter(({ attachedKeys }) => attachedKeys.some(isNamed))) {
      for (const owner of searchedOwners(subject)) yield { owner, target: { table, column }, unevaluated: reason }
    }
  }
}

function searchedOwners({ key, identifiers }: Subject): readonly Owner[] {
  return identifiers
    .filter(({ kind }) => kind === 'phone' || kind === 'email')
    .map(({ kind, value }) => ({ subjectKey: key, kind, consumerId: value }))
}

/**
 * Keys that a request names and no column is known for. The Info Mart stores only what it has a mapping for, so there is
 * nothing to find; the history says that it was looked for. An error of that person where the settings say so.
 */
export function* unmappedKeys(
  subjects: Subjects,
  { columns, refused }: UserData,
  settings: InfoMartSettings,
): Iterable<Evaluation> {
  const mapped = [...columns.values()].flatMap((ofTable) => [...ofTable.values()].flat())
  const known = new Set(
    [...mapped, ...refused.map(({ key }) => key), ...Object.keys(settings.recordFields ?? {})].map(foldKey),
  )
  for (const subject of subjects.filter(({ type }) => type === 'consumer')) {
    const unknown = subject.attachedKeys.filter((key) => !known.has(foldKey(key)))
    const targets = unknown.map((column) => ({ table: mapping, column }))
    for (const owner of searchedOwners(subject)) {
      yield* targets.map((target) =>
        settings.unmappedKeys === 'error'
          ? { owner, target, unevaluated: unknownKey }
          : { owner, target, locator: null, content: null },
      )
    }
  }
}

const unknownKey = `the request names a key that neither \`${mapping}\` nor \`recordFields\` knows; map it, or correct the request`

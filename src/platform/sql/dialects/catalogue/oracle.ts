/** What Oracle's data dictionary says of a table. Column aliases are quoted: Oracle would return them in upper case. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Row } from '../../database.ts'
import type { Rights, Touched } from '../../rights.ts'
import { rowsOf } from '../../rows.ts'
import {
  aDocument,
  computedMessage,
  groupIndexes,
  holdsNoText,
  isTrue,
  text as textOf,
  triggerCopies,
  unsearched,
  fewDigits,
} from './rows.ts'

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const found = await rowsOf(
    knex.raw(
      `select owner as "owner", table_name as "table_name", column_name as "column_name", data_type as "type_name",
            char_length as "characters", data_length as "bytes", data_precision as "digits", data_scale as "scale",
            nullable as "nullable", virtual_column as "is_computed", user as "login"
     from all_tab_cols where upper(table_name) = upper(?) and owner = coalesce(upper(?), user) and hidden_column = 'NO'
     order by case when table_name = upper(?) then 0 else 1 end, table_name, column_id`,
      [table, schema, table],
    ),
  )
  const [first] = found
  if (first === undefined) return null
  const [owner, name] = [textOf(first['owner']), textOf(first['table_name'])]
  // A quoted name may differ from another one by its case alone.
  const columns = found.filter((row) => row['table_name'] === first['table_name'])
  const indexes = await rowsOf(
    knex.raw(
      `select i.index_name as "index_name", i.uniqueness as "is_unique", c.column_name as "column_name",
            e.column_expression as "expression"
     from all_indexes i join all_ind_columns c on c.index_owner = i.owner and c.index_name = i.index_name
     left join all_ind_expressions e on e.index_owner = i.owner and e.index_name = i.index_name
       and e.column_position = c.column_position
     where i.table_owner = ? and i.table_name = ? and i.status <> 'UNUSABLE' order by i.index_name, c.column_position`,
      [owner, name],
    ),
  )
  const about = await aboutTable(knex, owner, name)
  return {
    schema: owner,
    name,
    columns: new Map(columns.map((row) => [textOf(row['column_name']).toUpperCase(), columnShape(row, about)])),
    indexes: groupIndexes(indexes),
    ...policyObstacle(about.policies, textOf(first['login'])),
    ...(about.copies.length === 0 ? {} : { copies: about.copies }),
    ...(about.encoding === undefined ? {} : { encoding: about.encoding }),
  }
}

interface About {
  readonly policies: readonly string[]
  readonly copies: readonly string[]
  /** Columns of a view that no statement can change. */
  readonly fixed: ReadonlySet<string>
  readonly encoding?: string
}

/** A policy of the virtual private database concerns whoever is not exempt from all of them. */
async function aboutTable(knex: Knex, owner: string, name: string): Promise<About> {
  const place = [owner, name]
  const rows = await rowsOf(
    knex.raw(
      `select 'policy' as "kind", policy_name as "name" from all_policies
     where object_owner = ? and object_name = ? and "ENABLE" = 'YES' and sel = 'YES'
       and not exists (select 1 from session_privs where privilege = 'EXEMPT ACCESS POLICY')
     union all select 'trigger', trigger_name from all_triggers
     where table_owner = ? and table_name = ? and status = 'ENABLED' and base_object_type = 'TABLE'
       and (triggering_event like '%UPDATE%' or triggering_event like '%DELETE%')
     union all select 'view', name from all_dependencies
     where referenced_owner = ? and referenced_name = ? and type = 'MATERIALIZED VIEW'
     union all select 'log', log_table from all_mview_logs where log_owner = ? and master = ?
     union all select 'archive', flashback_archive_name from user_flashback_archive_tables
     where owner_name = ? and table_name = ?
     union all select 'encoding', value from nls_database_parameters
     where parameter = 'NLS_CHARACTERSET' and value not in ('AL32UTF8', 'UTF8')
     union all select 'fixed', u.column_name from all_updatable_columns u
     join all_views v on v.owner = u.owner and v.view_name = u.table_name
     where u.owner = ? and u.table_name = ? and u.updatable = 'NO' and not exists (select 1 from all_triggers g
       where g.table_owner = u.owner and g.table_name = u.table_name and g.base_object_type = 'VIEW')`,
      [...place, ...place, ...place, ...place, ...place, ...place],
    ),
  )
  const named = (kind: string): readonly string[] =>
    rows.filter((row) => row['kind'] === kind).map((row) => textOf(row['name']))
  const [encoding] = named('encoding')
  return {
    policies: named('policy'),
    copies: copiesOf(named),
    fixed: new Set(named('fixed')),
    ...(encoding === undefined ? {} : { encoding }),
  }
}

function copiesOf(named: (kind: string) => readonly string[]): readonly string[] {
  const of = (kind: string, sentence: (names: string) => string): readonly string[] => {
    const names = named(kind)
    return names.length === 0 ? [] : [sentence(names.join(', '))]
  }
  return [
    ...of('trigger', triggerCopies),
    ...of('view', (names) => `is copied into the materialized view(s) ${names}, until they are refreshed`),
    ...of('log', (names) => `has a materialized view log (${names}), which may keep earlier values`),
    ...of('archive', (names) => `is under flashback archive ${names}, which keeps every earlier row`),
  ]
}

function policyObstacle(policies: readonly string[], login: string): Pick<TableShape, 'obstacle'> {
  if (policies.length === 0) return {}
  const message = `has the security policy ${policies.join(', ')}, which may hide rows or values from the login: what is hidden could not be told from what is not there; exempt the login`
  return { obstacle: { to: 'search', message, remedy: `GRANT EXEMPT ACCESS POLICY TO ${login};` } }
}

export async function estimateRows(knex: Knex, table: TableShape): Promise<number | null> {
  const [row] = await rowsOf(
    knex.raw('select num_rows as "row_count" from all_tables where owner = ? and table_name = ?', [
      table.schema ?? '',
      table.name,
    ]),
  )
  return row?.['row_count'] === undefined || row['row_count'] === null ? null : Number(row['row_count'])
}

/**
 * Rights on the table, on single columns, and those that hold for any table. READ lets a login select, and not lock the
 * rows it is about to change, so UPDATE and DELETE count only together with SELECT.
 */
export async function rights(knex: Knex, table: TableShape, { written }: Touched): Promise<Rights> {
  const owner = table.schema ?? ''
  const rows = await rowsOf(
    knex.raw(
      `select privilege as "privilege", null as "column_name" from all_tab_privs where table_schema = ? and table_name = ?
     union all select privilege, column_name from all_col_privs where table_schema = ? and table_name = ?
     union all select replace(privilege, ' ANY TABLE', ''), null from session_privs where privilege like '% ANY TABLE'
     union all select 'OWNER', null from dual where ? = user`,
      [owner, table.name, owner, table.name, owner],
    ),
  )
  const held = new Set(rows.map((row) => `${textOf(row['privilege'])} ${textOf(row['column_name'])}`.trimEnd()))
  const may = (right: string): boolean => held.has('OWNER') || held.has(right)
  return {
    select: may('SELECT') || may('READ'),
    insert: may('INSERT'),
    update: may('SELECT') && (may('UPDATE') || written.every((column) => held.has(`UPDATE ${column.name}`))),
    delete: may('SELECT') && may('DELETE'),
  }
}

function columnShape(row: Row, { fixed, encoding }: Pick<About, 'fixed' | 'encoding'>): ColumnShape {
  const type = textOf(row['type_name']).toLowerCase()
  const isText = type.includes('char')
  const isNumber = type === 'number'
  const digits = row['digits'] === null ? null : Number(row['digits'])
  // INTEGER has a scale and no precision, a plain NUMBER neither.
  const isWhole = isNumber && Number(row['scale'] ?? 1) === 0
  const precision = isNumber && digits !== null ? `(${digits}, ${Number(row['scale'])})` : ''
  const length = Number(row['characters'])
  return {
    name: textOf(row['column_name']),
    declared: isText ? `${type}(${length} char)` : `${type}${precision}`,
    // A CLOB cannot be compared and counts among the others: `to_char` refuses what is too long, loudly.
    family: isText ? 'text' : isWhole ? 'integer' : isNumber ? 'decimal' : 'other',
    length: isText ? length : null,
    // Characters of several bytes may fill a column that has room for as many of one.
    ...(isText && !type.startsWith('n') ? { bytes: Number(row['bytes']) } : {}),
    nullable: isTrue(row['nullable']),
    ...(encoding === undefined || !/^n(var)?char/.test(type) ? {} : { reachedThrough: encoding }),
    ...columnObstacle(row, type, fixed),
  }
}

const textless = ['blob', 'raw', 'long raw', 'bfile']
const documents = ['xmltype', 'json']

function columnObstacle(row: Row, type: string, fixed: ReadonlySet<string>): Pick<ColumnShape, 'obstacle'> {
  if (textless.some((one) => type.startsWith(one))) return { obstacle: unsearched(type, holdsNoText) }
  if (type === 'binary_float') return { obstacle: fewDigits(type) }
  if (documents.includes(type)) return { obstacle: unsearched(type, aDocument) }
  const isOwn = isTrue(row['is_computed']) || fixed.has(textOf(row['column_name']))
  return isOwn ? { obstacle: { to: 'change', message: computedMessage } } : {}
}

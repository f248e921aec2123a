/** The columns of a table of SQL Server, and what keeps them from being read, searched or changed. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Row } from '../../database.ts'
import { rowsOf } from '../../rows.ts'
import { aDocument, computedMessage, holdsNoText, isTrue, text as textOf, unsearched, fewDigits } from './rows.ts'

export function bracketed(table: Pick<TableShape, 'schema' | 'name'>): string {
  return [table.schema ?? 'dbo', table.name].map(bracket).join('.')
}

export function bracket(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}

/** Types of the server's own assemblies stand under no system type. */
export function columnsOf(knex: Knex, id: number): Promise<readonly Row[]> {
  return rowsOf(
    knex.raw(
      `select c.name as column_name, coalesce(t.name, 'assembly type') as type_name, c.max_length as bytes,
            c.precision as digits, c.scale as scale, c.is_nullable as is_nullable, c.collation_name as collation_name,
            c.is_computed as is_computed, c.generated_always_type as generated, c.is_masked as is_masked,
            coalesce(has_perms_by_name(db_name(), 'DATABASE', 'UNMASK'), 0)
              + coalesce(has_perms_by_name(quotename(object_schema_name(c.object_id)) + '.' + quotename(object_name(c.object_id)),
                'OBJECT', 'UNMASK', c.name, 'COLUMN'), 0) as is_shown
     from sys.columns c left join sys.types t on t.user_type_id = c.system_type_id where c.object_id = ? order by c.column_id`,
      [id],
    ),
  )
}

const wholeTypes = ['bigint', 'int', 'smallint', 'tinyint', 'bit']

export function columnShape(row: Row, found: Row): ColumnShape {
  const type = textOf(row['type_name'])
  const isText = /char$/.test(type)
  const bytes = Number(row['bytes'])
  const characters = type.startsWith('n') ? bytes / 2 : bytes
  const isExact = type === 'numeric' || type === 'decimal'
  const isWhole = wholeTypes.includes(type) || (isExact && Number(row['scale']) === 0)
  const isFraction = isExact || ['float', 'real', 'money', 'smallmoney'].includes(type)
  const length = `(${bytes < 0 ? 'max' : characters})`
  const precision = isExact ? `(${Number(row['digits'])},${Number(row['scale'])})` : ''
  const collation = textOf(row['collation_name'])
  return {
    name: textOf(row['column_name']),
    declared: `${type}${isText ? length : precision}`,
    // The old types text and ntext cannot be compared; they count among the others, which are compared as text.
    family: isText ? 'text' : isWhole ? 'integer' : isFraction ? 'decimal' : 'other',
    length: isText && bytes >= 0 ? characters : null,
    ...(isText && bytes >= 0 && !type.startsWith('n') ? { bytes } : {}),
    nullable: isTrue(row['is_nullable']),
    ...(/^\w+$/.test(collation) && isText ? { collation } : {}),
    ...columnObstacle(row, type, textOf(found['login'])),
  }
}

const textless = ['varbinary', 'binary', 'image', 'timestamp', 'rowversion', 'assembly type', 'geography', 'geometry']

function columnObstacle(row: Row, type: string, login: string): Pick<ColumnShape, 'obstacle'> {
  if (isTrue(row['is_masked']) && Number(row['is_shown'] ?? 0) === 0) {
    const message =
      'is masked (dynamic data masking) and the login lacks UNMASK: the server would find rows by a value and show another'
    return { obstacle: { to: 'read', message, remedy: `GRANT UNMASK TO ${bracket(login)};` } }
  }
  if (textless.includes(type)) return { obstacle: unsearched(type, holdsNoText) }
  if (type === 'real') return { obstacle: fewDigits(type) }
  if (type === 'xml' || type === 'json') return { obstacle: unsearched(type, aDocument) }
  const isOwn = isTrue(row['is_computed']) || Number(row['generated'] ?? 0) > 0
  return isOwn ? { obstacle: { to: 'change', message: computedMessage } } : {}
}

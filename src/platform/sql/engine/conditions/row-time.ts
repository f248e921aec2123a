/** When what a row tells of happened, for identifiers that were a person's for some days alone. */

import type { Knex } from 'knex'

import type { Owner } from '../../../../domain/finding.ts'
import { isWithin, type Periods } from '../../../time/periods.ts'
import { dayIn, isDay } from '../../../time/days.ts'
import type { Row } from '../../database.ts'
import type { Dialect } from '../../dialect.ts'
import { qualified } from '../../keyed.ts'
import { textIn } from '../../rows.ts'
import { searched } from '../predicate.ts'
import type { ResolvedTable } from '../resolved.ts'

type Timed = Pick<ResolvedTable, 'time'>

/** Whose identifiers have days, and by which clock a time has a day. */
export interface TenantPeriods {
  readonly of: Periods
  /** IANA name. */
  readonly timeZone: string
}

/** The time as `t`, where anybody asks for it. */
export function selectTime(
  knex: Knex,
  dialect: Dialect,
  { time }: Timed,
  periods: TenantPeriods | undefined,
): readonly Knex.Raw[] {
  if (periods === undefined || time === null) return []
  return [knex.raw('? as ??', [dialect.text(knex, qualified(searched, time.shape), time.shape), 't'])]
}

/** Of these, those whose the identifier was when the row was written. */
export function ownersWithin(
  periods: TenantPeriods | undefined,
  { row, table }: { readonly row: Row; readonly table: Timed },
  owners: readonly Owner[],
): readonly Owner[] {
  if (periods === undefined) return owners
  const day = dayOf(row, table, periods.timeZone)
  return owners.filter((owner) => isWithin(periods.of, owner, day))
}

/** Null where nobody knows. */
export function dayOf(row: Row, { time }: Timed, timeZone: string): string | null {
  const written = time === null ? null : textIn(row, 't')
  if (time === null || written === null) return null
  if (time.as === 'date') return dayWritten(written.trim(), timeZone)
  const seconds = written.trim() === '' ? Number.NaN : Number(written)
  const at = new Date(seconds * 1000)
  return seconds > 0 && !Number.isNaN(at.getTime()) ? dayIn(timeZone, at) : null
}

/** Of a time with an offset from UTC the tenant's clock tells the day; any other has the day that it names. */
function dayWritten(text: string, timeZone: string): string | null {
  const [, date, offset] = /^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(text) ?? []
  if (date === undefined || !isDay(date)) return null
  if (offset === undefined) return date
  const at = new Date(isoOf(text))
  return Number.isNaN(at.getTime()) ? null : dayIn(timeZone, at)
}

/** As the language reads it: PostgreSQL leaves the minutes of an offset out, and writes a blank before the time. */
function isoOf(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/\s/g, '')
    .replace(/([+-]\d{2})$/, '$1:00')
}

/** The conditions of a search: a column against all identifiers of a batch, each bound in one JSON parameter. */

import type { Knex } from 'knex'

import type { Database } from '../database.ts'
import { paddedForms } from './padded-forms.ts'
import { qualified } from '../keyed.ts'
import { storedForms } from '../../match/stored.ts'
import { formsOf, type Forms, type Needles } from '../../match/needles.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import type { IdentifierKind } from '../../../domain/identifier.ts'

/** How phone numbers are compared in one statement. */
export type Comparison = 'written' | 'digits'

type Bound = (knex: Knex) => Knex.Raw

const byEquality: readonly IdentifierKind[] = ['fbid', 'twid', 'wcid', 'name', 'ipaddr', 'username', 'employeeid']

/** Alias of the table that is searched. */
export const searched = 't'

/**
 * The condition under which a row may hold one of the needles in this column; null when none of them is searched in
 * it. Rows that satisfy it are looked up once more in memory, so it may be wider than the truth, never narrower.
 */
export function conditionOn(
  database: Database,
  column: ResolvedColumn,
  needles: Needles,
  comparison: Comparison,
): Bound | null {
  const kinds = column.map.identifies
  const phones = kinds.includes('phone') ? needles.of(['phone']) : []
  const phoneForms = formsOf(phones, comparison === 'digits' ? (identifier) => identifier.digits : storedForms)
  const emailForms = formsOf(kinds.includes('email') ? needles.of(['email']) : [], (identifier) => identifier.written)
  const others = needles.of(kinds.filter((kind) => byEquality.includes(kind)))
  const otherForms = formsOf(others, (identifier) => identifier.written)
  const conditions: Bound[] = []
  if (phoneForms !== null) {
    conditions.push(
      comparison === 'digits' ? byDigits(database, column, phoneForms) : equal(database, column, phoneForms),
    )
  }
  if (emailForms !== null) conditions.push(byAddress(database, column, emailForms))
  if (otherForms !== null) conditions.push(byWhole(database, column, { forms: otherForms, comparison }))
  return conditions.length === 0 ? null : anyOf(conditions)
}

/** `tenant column = value`, for tables that have one. */
export function ofTenant(
  { knex, dialect }: Pick<Database, 'knex' | 'dialect'>,
  { tenant }: Pick<ResolvedTable, 'tenant'>,
  alias: string,
): Knex.Raw {
  if (tenant === null) return knex.raw('1 = 1')
  return dialect.isOneOf(knex, { reference: qualified(alias, tenant.column), column: tenant.column }, [tenant.value])
}

export function anyOf(conditions: readonly Bound[]): Bound {
  return (knex) =>
    knex.raw(
      `(${conditions.map(() => '?').join(' or ')})`,
      conditions.map((condition) => condition(knex)),
    )
}

/** The column itself where its texts are all it has, or an index leads to them; all else as the text that it is read as. */
function equal(database: Database, column: ResolvedColumn, forms: Forms): Bound {
  const reference = qualified(searched, column.shape)
  const asItself = column.shape.family === 'text' && (column.indexed || !database.dialect.textsOfAnyType)
  const like = asItself ? column.shape : null
  const left = (knex: Knex): Knex.Raw =>
    like === null ? database.dialect.text(knex, reference, column.shape) : knex.raw('??', [reference])
  return (knex) => knex.raw('? in (?)', [left(knex), database.dialect.jsonTexts(knex, JSON.stringify(forms), like)])
}

/** Padding does not count; where an index leads to the texts, that can be said of some padding only. */
function byWhole(
  database: Database,
  column: ResolvedColumn,
  { forms, comparison }: { readonly forms: Forms; readonly comparison: Comparison },
): Bound {
  if (comparison === 'written' && column.indexed) return equal(database, column, paddedForms(forms, column.shape))
  const { dialect } = database
  const reference = qualified(searched, column.shape)
  const texts = JSON.stringify([...new Set([...forms, ...forms.map((form) => form.replaceAll('\u00a0', ' '))])])
  return (knex) =>
    knex.raw('? in (?)', [dialect.unpadded(knex, reference, column.shape), dialect.jsonTexts(knex, texts, null)])
}

function byDigits(database: Database, column: ResolvedColumn, forms: Forms): Bound {
  const { dialect } = database
  const stripped = (knex: Knex): Knex.Raw => dialect.stripped(knex, qualified(searched, column.shape), column.shape)
  return (knex) => knex.raw('? in (?)', [stripped(knex), dialect.jsonTexts(knex, JSON.stringify(forms), null)])
}

function byAddress(database: Database, column: ResolvedColumn, forms: Forms): Bound {
  const { dialect } = database
  const reference = qualified(searched, column.shape)
  return (knex) =>
    knex.raw("(? like '%@%' and ? in (?))", [
      dialect.text(knex, reference, column.shape),
      dialect.address(knex, reference, column.shape),
      dialect.jsonTexts(knex, JSON.stringify(forms), null),
    ])
}

/** Text messages by the company's number that they were written to: those of the numbers that a request names. */

import type { Knex } from 'knex'

import type { Owner, Unevaluated } from '../../../../domain/finding.ts'
import type { Subjects } from '../../../../domain/product.ts'
import type { Row } from '../../database.ts'
import type { Dialect } from '../../dialect.ts'
import { qualified } from '../../keyed.ts'
import { textIn } from '../../rows.ts'
import { searched } from '../predicate.ts'
import type { ResolvedTable } from '../resolved.ts'

type Messages = Pick<ResolvedTable, 'map' | 'shortcode'>

/** By subject; whoever names none is missing. */
export type NamedShortcodes = ReadonlyMap<string, ReadonlySet<string>>

export function shortcodesOf(subjects: Subjects): NamedShortcodes {
  return new Map(
    subjects.flatMap(({ key, details }) => {
      const named = (details?.shortcodes ?? []).map(plainCode).filter((code) => code !== '')
      return named.length === 0 ? [] : [[key, new Set(named)] as const]
    }),
  )
}

/** The number as `sc`. */
export function selectShortcode(knex: Knex, dialect: Dialect, { shortcode }: Messages): readonly Knex.Raw[] {
  if (shortcode === null) return []
  return [knex.raw('? as ??', [dialect.text(knex, qualified(searched, shortcode.shape), shortcode.shape), 'sc'])]
}

export interface MessageOwners {
  readonly named: NamedShortcodes
  /** What was written to a number that others use as well is erased, and not handed out. */
  readonly isExport: boolean
}

/** Of these, whose message it is. Whoever need not name a number has those to all of them. */
export function ownersByShortcode(
  { named, isExport }: MessageOwners,
  { row, table }: { readonly row: Row; readonly table: Messages },
  owners: readonly Owner[],
): readonly Owner[] {
  if (table.shortcode === null) return owners
  const { required, shared } = table.shortcode
  const code = plainCode(textIn(row, 'sc') ?? '')
  if (isExport && shared.map(plainCode).includes(code)) return []
  return owners.filter(({ subjectKey }) => named.get(subjectKey)?.has(code) ?? !required)
}

/** Of those who would have to name one. */
export function* namelessOf(
  { map, shortcode }: Messages,
  named: NamedShortcodes,
  owners: Iterable<Owner>,
): Iterable<Unevaluated> {
  if (shortcode?.required !== true) return
  const target = { table: map.table, column: shortcode.column }
  const unevaluated = `\`${map.table}\` holds text messages, and the request names no \`shortcodes\`; send it again with those that the company uses`
  for (const owner of owners) if (!named.has(owner.subjectKey)) yield { owner, target, unevaluated }
}

function plainCode(text: string): string {
  return text.replace(/[\s+-]/g, '')
}

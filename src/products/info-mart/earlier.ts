/** Interactions that earlier forgets recorded: their addresses are redacted, and attached data still hangs on them. */

import type { Owner } from '../../domain/finding.ts'
import type { IdentifierKind } from '../../domain/identifier.ts'
import type { RunContext, Subjects, Tenant } from '../../domain/product.ts'
import { identifierOf } from '../../platform/match/identifier.ts'
import type { TableSearch } from '../../platform/sql/engine/table-map.ts'
import type { RowsBefore } from '../../platform/sql/engine/table-rows.ts'

/** Of the people whose requests name keys, in the tables that lead on. */
export async function earlierRows(
  subjects: Subjects,
  searches: readonly TableSearch[],
  { recordedBefore }: RunContext,
  rules: Tenant,
): Promise<RowsBefore> {
  const rows = new Map<string, Map<string, readonly Owner[]>>()
  const tables = searches.filter(({ reaches }) => reaches.length > 0).map(({ map }) => map.table)
  const ownersOf = ownersByIdentifier(subjects, rules)
  if (tables.length === 0 || recordedBefore === undefined) return rows
  for await (const { kind, consumerId, table, locator } of recordedBefore(
    tables,
    (...one) => ownersOf(...one) !== null,
  )) {
    const known = rows.get(table) ?? new Map<string, readonly Owner[]>()
    rows.set(table, known)
    known.set(locator, [...new Set([...(known.get(locator) ?? []), ...(ownersOf(kind, consumerId) ?? [])])])
  }
  return rows
}

/** An identifier is the same in every spelling. */
function ownersByIdentifier(
  subjects: Subjects,
  rules: Tenant,
): (kind: IdentifierKind, consumerId: string) => readonly Owner[] | null {
  const owners = new Map<string, Owner[]>()
  for (const { key, identifiers, attachedKeys } of subjects) {
    if (attachedKeys.length === 0) continue
    for (const { kind, normal, value } of identifiers) {
      const name = `${kind} ${normal}`
      owners.set(name, [...(owners.get(name) ?? []), { subjectKey: key, kind, consumerId: value }])
    }
  }
  return (kind, consumerId) => {
    const identifier = identifierOf({ kind, consumerId }, rules)
    return identifier === null ? null : (owners.get(`${kind} ${identifier.normal}`) ?? null)
  }
}

/** For the answer; null where no such row was followed. */
export function earlierSentence(rows: RowsBefore): string | null {
  const count = [...rows.values()].reduce((sum, some) => sum + some.size, 0)
  return count === 0
    ? null
    : `attached data was also looked for behind ${count} row(s) that earlier forgets of the same person recorded, since their addresses are redacted`
}

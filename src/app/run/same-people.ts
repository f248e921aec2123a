/**
 * Who in a run gave the same identifier as somebody in an earlier one, in whatever spelling. Whoever had it for
 * some days alone takes up nothing: what was recorded says not from which days it is.
 */

import type { Owner } from '../../domain/finding.ts'
import type { Subjects, Tenant } from '../../domain/product.ts'
import { identifierOf } from '../../platform/match/identifier.ts'

export function samePeople(subjects: Subjects, tenant: Tenant): (owner: Owner) => readonly Owner[] {
  const owners = new Map<string, Owner[]>()
  for (const { key: subjectKey, identifiers } of subjects) {
    for (const { kind, value, normal, periods } of identifiers) {
      if (periods !== undefined) continue
      const name = JSON.stringify([kind, normal])
      owners.set(name, [...(owners.get(name) ?? []), { subjectKey, kind, consumerId: value }])
    }
  }
  // Reading a telephone number takes a while, and one has many rows.
  const known = new Map<string, readonly Owner[]>()
  return (owner) => {
    const written = JSON.stringify([owner.kind, owner.consumerId])
    const before = known.get(written)
    if (before !== undefined) return before
    const identifier = identifierOf(owner, tenant)
    const same = identifier === null ? [] : (owners.get(JSON.stringify([owner.kind, identifier.normal])) ?? [])
    known.set(written, same)
    return same
  }
}

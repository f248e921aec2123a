/** Which identifiers are one person's, as the requests of a tenant say: for holds, which are on people. */

import type { Owner } from '../../../domain/finding.ts'
import type { Subjects } from '../../../domain/product.ts'
import { identifierOf } from '../../../platform/match/identifier.ts'
import type { TiedIdentifiers } from '../../../stages/holds/held-people.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import type { TenantContext } from '../../context.ts'
import type { TenantHolds } from '../../holds/tenant-holds.ts'
import { partOf, type Records } from '../ledger.ts'
import { requestsOf } from '../gather-requests.ts'

interface TiedRun extends Pick<TenantHolds, 'isNobodys'> {
  readonly context: TenantContext
  readonly record: RunRecord
  readonly records: Records | string
}

/** `place`: stands before the keys of subjects that are another run's. */
export function subjectsTied(
  isNobodys: TenantHolds['isNobodys'],
  subjects: Subjects,
  place: string,
): readonly TiedIdentifiers[] {
  return subjects.map(({ key, identifiers }) => ({
    name: `${place}${key}`,
    identifiers: identifiers.map((identifier) => ({ ...identifier, isTie: !isNobodys(identifier) })),
  }))
}

/** Whoever stands in the record of the run: also those of a request file that is gone, and of no file. */
export async function peopleRecorded({
  context,
  record,
  records,
  isNobodys,
}: TiedRun): Promise<{ readonly owners: readonly Owner[]; readonly people: readonly TiedIdentifiers[] }> {
  if (typeof records === 'string') return { owners: [], people: [] }
  const owners: Owner[] = []
  for (const step of record.steps) {
    const { owners: of } = await records.findings.of(partOf(record, context.tenant.tenantKey, step)).tally()
    owners.push(...of.map(({ owner }) => owner))
  }
  const people = owners.flatMap((owner): readonly TiedIdentifiers[] => {
    const identifier = identifierOf(owner, context.tenant)
    if (identifier === null) return []
    return [{ name: owner.subjectKey, identifiers: [{ ...identifier, isTie: !isNobodys(identifier) }] }]
  })
  return { owners, people: [...people] }
}

/** Of the other forgets that are not over, or have not begun: who is tied to somebody there is tied to them here. */
export async function peopleElsewhere({
  context,
  record,
  records,
  isNobodys,
}: TiedRun): Promise<readonly TiedIdentifiers[]> {
  const { journal, tenant } = context
  const people: TiedIdentifiers[] = [...(await peopleWaiting(context, isNobodys))]
  for (const { id, action } of await journal.runs(tenant.name, ['running', 'open'])) {
    if (id === record.run.id || action !== 'forget') continue
    const other = await journal.run(id)
    if (other === null) continue
    const requests = await requestsOf(context, other)
    for (const { subjects } of requests) people.push(...subjectsTied(isNobodys, subjects, `${id}/`))
    // Of a request whose file is gone the record knows who was searched for.
    if (requests.length === other.files.length) continue
    const recorded = await peopleRecorded({ context, record: other, records, isNobodys })
    people.push(...recorded.people.map(({ name, identifiers }) => ({ name: `${id}/${name}`, identifiers })))
  }
  return people
}

/** Of forgets that are known and in no run yet: held back for an export, perhaps. */
async function peopleWaiting(
  { arrivals, journal, tenant }: TenantContext,
  isNobodys: TenantHolds['isNobodys'],
): Promise<readonly TiedIdentifiers[]> {
  const people: TiedIdentifiers[] = []
  for (const file of await journal.files(tenant.name, ['pending', 'held'])) {
    const request = file.action === 'forget' ? await arrivals.reread(file, 'forget', 0) : null
    if (request !== null) people.push(...subjectsTied(isNobodys, request.subjects, `${file.name}/`))
  }
  return people
}

/** Whom, and which rows, a legal hold would keep from a request's forget if it came now. */

import { describeFailure, StepFailed, type FailureDescription } from '../../domain/errors.ts'
import type { Finding, Owner } from '../../domain/finding.ts'
import type { Request } from '../../domain/request.ts'
import { dayIn } from '../../platform/time/days.ts'
import { heldPeople } from '../../stages/holds/held-people.ts'
import { HoldSet, holdReason, standing } from '../../stages/holds/hold-set.ts'

import type { Services } from '../compose.ts'
import { holdsOf } from '../holds/holds-of.ts'
import { subjectsTied } from '../run/holds/tied-people.ts'
import type { ProductEntry, TenantSettings } from '../settings/settings.ts'

export interface ForeseenHolds {
  readonly people: readonly { readonly owner: Owner; readonly reason: string }[]
  readonly ofRow: (entry: ProductEntry, finding: Finding) => string | null
}

/** Or why nobody can tell, and nothing would be erased. */
export async function foreseenHolds(
  services: Services,
  tenant: TenantSettings,
  { action, subjects }: Request,
): Promise<ForeseenHolds | FailureDescription> {
  if (action === 'export') return { people: [], ofRow: () => null }
  try {
    const { holds, fingerprint, isNobodys } = await holdsOf(services, tenant)
    const set = new HoldSet(standing(holds, dayIn(tenant.timeZone, services.clock.now())), fingerprint)
    const held = heldPeople(subjectsTied(isNobodys, subjects, ''), set)
    const people = subjects.flatMap(({ key: subjectKey, identifiers }) => {
      const hold = held.get(subjectKey)
      if (hold === undefined) return []
      const { reason } = holdReason(hold, 'it')
      return identifiers.map(({ kind, value }) => ({ owner: { subjectKey, kind, consumerId: value }, reason }))
    })
    return {
      people,
      ofRow: ({ name, product }, { target: { table }, locator }) => {
        const hold = locator === null ? null : set.ofRow([name, product], { table, locator })
        return hold === null ? null : holdReason(hold, 'a row of it').reason
      },
    }
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return describeFailure(error)
  }
}

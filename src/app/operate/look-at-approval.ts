/** Says what of the approvals of a tenant will disappoint somebody: nobody who may give them, or a guard that is off. */

import type { Complaint } from '../../domain/product.ts'
import { isApprovable } from '../../stages/planning/approval.ts'
import type { TenantSettings } from '../settings/settings.ts'

/** The file of the approvers was read with the settings. */
export function lookAtApproval({ approval }: TenantSettings): readonly Complaint[] {
  if (approval.mode === 'never') return [warning(guardOff)]
  return isApprovable(approval) ? [] : [warning(nobody)]
}

function warning(message: string): Complaint {
  return { severity: 'warning', place: 'approval', message, remedy: null }
}

const guardOff =
  "the guard is off: a request for the company's number erases or hands out what belongs to all who called it; set `mode: guard`"
const nobody =
  'nobody may release what the guard holds: name approvers in `approval.approvers`, or set `approval.unsigned`'

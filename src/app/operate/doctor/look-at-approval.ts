/** Says what of the approvals of a tenant will disappoint somebody: nobody who may give them, or a guard that is off. */

import { readFile } from 'node:fs/promises'

import type { Complaint } from '../../../domain/product.ts'
import { readAllowedSigners } from '../../../platform/crypto/allowed-signers.ts'
import { isApprovable, type ApprovalRules } from '../../../stages/planning/approval.ts'
import type { TenantSettings } from '../../settings/settings.ts'

/** The file of the approvers was read with the settings. */
export async function lookAtApproval({ approval }: Pick<TenantSettings, 'approval'>): Promise<readonly Complaint[]> {
  if (approval.mode === 'never') return [warning(guardOff)]
  if (!isApprovable(approval)) return [warning(nobody)]
  if ((await peopleIn(approval)) < approval.needed) return [warning(tooFew)]
  return approval.unsigned && approval.approvers !== null && approval.needed > 1 ? [warning(twice)] : []
}

/** At most: one person may stand there under several names. Accounts of the machine are one. */
async function peopleIn({ approvers, unsigned }: ApprovalRules): Promise<number> {
  const text = approvers === null ? '' : await readFile(approvers, 'utf8').catch(() => '')
  const names = new Set(readAllowedSigners(text).signers.map(({ principals }) => principals[0]))
  return names.size + (unsigned ? 1 : 0)
}

function warning(message: string): Complaint {
  return { severity: 'warning', place: 'approval', message, remedy: null }
}

const guardOff =
  "the guard is off: a request for the company's number erases or hands out what belongs to all who called it; set `mode: guard`"
const tooFew =
  'fewer people may approve than `approval.needed` asks for: nothing that is held is ever released; name more'
const twice =
  'with `unsigned` one person counts twice, by a key and by the account of the machine; set `unsigned: false` where `needed` means different people'
const nobody =
  'nobody may release what the guard holds: name approvers in `approval.approvers`, or set `approval.unsigned`'

/**
 * Who is held: an identifier that reaches more than one person's data is nobody's to have exported or erased unseen.
 * Pure; counts come from the record.
 */

import type { Owner, OwnerReach } from '../../domain/finding.ts'
import { isEmployee } from '../../domain/subject-key.ts'
import { identifierOf } from '../../platform/match/identifier.ts'
import { companyNumbers, namesNobody, type NumberRules } from '../../platform/match/own-numbers.ts'
import { isApprovable, type ApprovalRules } from './approval.ts'

export interface GuardLimits {
  /** Different rows; what is found in texts does not count. */
  readonly rowsPerIdentifier: number
  readonly peoplePerIdentifier: number
  /** Globs over digits, or over addresses in lower case. */
  readonly neverAPerson: readonly string[]
}

/** One digit again and again, as whoever has to fill in a number writes it. */
const oneDigit = Array.from({ length: 10 }, (_, digit) => `+(${digit})`)

export const defaultGuard: GuardLimits = {
  rowsPerIdentifier: 1000,
  peoplePerIdentifier: 5,
  neverAPerson: [...oneDigit, 'anonymous'],
}

/** What an identifier reaches, by how far its products are guarded. */
export interface GuardedReach extends OwnerReach {
  /** Values where nothing goes unseen. */
  readonly unseen: number
}

/** Why an identifier is held; null for whoever goes on. */
export type Guard = (reach: GuardedReach) => string | null

/** Whom limits and rules hold are consumers: an employee's name stands in as many rows as the employee has worked on. */
export function guardBy(limits: GuardLimits, rules: NumberRules, approval: ApprovalRules): Guard {
  const isNobodys = namesNobody(limits.neverAPerson)
  const isCompanys = companyNumbers(rules)
  const nameRule = (owner: Owner): Why | null => {
    const identifier = identifierOf(owner, rules)
    if (identifier === null) return null
    if (isNobodys(identifier)) return nobodys
    const isOwn = identifier.kind === 'phone' && isCompanys(identifier.normal)
    return isOwn ? companysOwn : null
  }
  const guarded = ({ owner, rows, people }: OwnerReach): Why | null => {
    return isEmployee(owner.subjectKey) ? null : (nameRule(owner) ?? countRule({ rows, people }, limits))
  }
  return ({ owner, rows, people, unseen }) => {
    const why = guarded({ owner, rows, people }) ?? (unseen > 0 ? everything : null)
    if (why === null) return null
    const whose = people > 0 ? ` of ${people} different people` : ''
    const reached = rows > 0 || unseen === 0 ? `${rows} row(s)${whose}` : `${unseen} value(s)`
    const what = `it reaches ${reached}, and ${why.rule}; nothing of it is exported or erased`
    return `${what}; ${nextStep(why, approval)}; do not send it again`
  }
}

interface Why {
  readonly rule: string
  /** What would release it where nobody may approve it. */
  readonly next: string
}

function nextStep({ next }: Why, approval: ApprovalRules): string {
  return isApprovable(approval) ? decide : next
}

const decide = 'look at it with `lethe plan`, then approve or reject it (`lethe approve`, `lethe reject`)'

const everything: Why = {
  rule: '`approval` says that nothing goes unseen',
  next: 'set `approval.approvers` or `approval.unsigned`, so that somebody can approve it',
}

const nobodys: Why = {
  rule: '`guard.neverAPerson` says that it is no person',
  next: 'leave it out, or change that setting if it is one',
}

const companysOwn: Why = {
  rule: "`ownNumbers` says that it is the company's own",
  next: "leave it out, or change that setting if it is a person's",
}

function countRule(
  { rows, people }: Omit<OwnerReach, 'owner'>,
  { rowsPerIdentifier, peoplePerIdentifier }: GuardLimits,
): Why | null {
  if (people > peoplePerIdentifier) return tooMany('people', 'guard.peoplePerIdentifier', peoplePerIdentifier)
  return rows > rowsPerIdentifier ? tooMany('rows', 'guard.rowsPerIdentifier', rowsPerIdentifier) : null
}

function tooMany(what: string, setting: string, most: number): Why {
  return {
    rule: `more than ${most} ${what} are hardly one person's`,
    next: `look at it with \`lethe plan\`, leave it out, or raise \`${setting}\` if all of it is one person's`,
  }
}

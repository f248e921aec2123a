/** Role aliases: addresses of a function, which are nobody's and stay. */

import type { Owner } from '../../domain/finding.ts'
import { valueMatcher } from '../../platform/match/value-globs.ts'
import { usualRoleAliases, type PulseAdvisorsSettings } from './settings.ts'

export type IsAlias = (owner: Owner) => boolean

export function aliasesOf({ roleAliases = usualRoleAliases }: PulseAdvisorsSettings): IsAlias {
  const matches = valueMatcher(roleAliases.map((glob) => glob.toLowerCase()))
  return ({ consumerId }) => matches(consumerId.trim().toLowerCase())
}

export const keptAlias = 'the address of a function, not of a person (`roleAliases`)'

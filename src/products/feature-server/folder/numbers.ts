/** The numbers that the tasks are asked about: one request for each, whoever it belongs to. */

import type { Owner } from '../../../domain/finding.ts'
import type { Identifier } from '../../../domain/identifier.ts'
import type { Tenant } from '../../../domain/product.ts'
import { identifierOf } from '../../../platform/match/identifier.ts'
import type { Needle } from '../../../platform/match/needles.ts'
import type { FolderSettings } from './settings.ts'

export interface AskedNumber {
  readonly normal: string
  readonly owners: readonly Owner[]
  /** As the request writes it; the task has to tell of each. */
  readonly forms: readonly string[]
}

export function numberOf({ identifier, owners }: Needle, settings: FolderSettings): AskedNumber {
  return { normal: identifier.normal, owners, forms: formsOf(identifier, settings) }
}

/** Null where the number is none any more under the rules of the tenant. */
export function numberOfOwner(owner: Owner, tenant: Tenant, settings: FolderSettings): AskedNumber | null {
  const identifier = identifierOf(owner, tenant)
  return identifier === null
    ? null
    : { normal: identifier.normal, owners: [owner], forms: formsOf(identifier, settings) }
}

/** No public source says how numbers stand in the store. */
function formsOf({ normal, digits }: Identifier, { numbers = 'every' }: FolderSettings): readonly string[] {
  switch (numbers) {
    case 'every':
      return digits.length === 0 ? [normal] : digits
    case 'international':
      return [normal]
    case 'digits':
      return [normal.replace(/^\+/, '')]
    default:
      return numbers satisfies never
  }
}

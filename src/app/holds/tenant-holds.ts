/** The legal holds of a tenant, with what is needed to know whom they hold. */

import type { LegalHold } from '../../domain/hold.ts'
import type { Identifier } from '../../domain/identifier.ts'
import type { Fingerprint } from '../../platform/crypto/fingerprint.ts'

export interface TenantHolds {
  readonly holds: readonly LegalHold[]
  /** By which hidden ones know whom they hold. */
  readonly fingerprint: Fingerprint
  /** What is no person's, as the settings say: it ties nobody to anybody. */
  readonly isNobodys: (identifier: Pick<Identifier, 'kind' | 'normal'>) => boolean
}

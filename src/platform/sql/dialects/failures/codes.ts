/** Tables from a driver's codes to what they mean: its texts are translated, and quote values. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from '../../dialect.ts'

export type Meanings = readonly (readonly [failure: SqlFailure, codes: readonly (number | string)[]])[]

export function byCode(meanings: Meanings): ReadonlyMap<string, SqlFailure> {
  return new Map(meanings.flatMap(([failure, codes]) => codes.map((code) => [String(code), failure] as const)))
}

/** What Node says of a certificate, at the bottom of what a driver makes of it. */
export function isCertificate(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false
  const code = codeOf(error)
  if (
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/.test(
      code,
    )
  ) {
    return true
  }
  return isCertificate(Reflect.get(error, 'cause'), depth + 1)
}

/** Tables from a driver's codes to what they mean: its texts are translated, and quote values. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from './meaning.ts'

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

const ways: Meanings = [
  ['unknown-host', ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME']],
  ['closed-port', ['ECONNREFUSED']],
  ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'ETIMEDOUT']],
]
const wayByCode = byCode(ways)

/** What Node says of a connection that did not come about, at the bottom of what a driver makes of it; null: nothing. */
export function onTheWay(error: unknown, depth = 0): SqlFailure | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null
  const known = wayByCode.get(codeOf(error))
  if (known !== undefined) return known
  const tried: unknown = Reflect.get(error, 'errors')
  const each: readonly unknown[] = Array.isArray(tried) ? tried : []
  const below = [Reflect.get(error, 'cause'), Reflect.get(error, 'originalError'), ...each]
  return below.map((one: unknown) => onTheWay(one, depth + 1)).find((way) => way !== null) ?? null
}

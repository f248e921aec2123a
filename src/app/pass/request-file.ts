/** Reads and validates one request file that was named on the command line, without taking it into a run. */

import type { Request, RequestProblem } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import { inspectEntry } from '../../stages/intake/listing.ts'
import { refusalOf } from '../../stages/intake/refusal.ts'
import type { RequestLimits } from '../../stages/validation/limits.ts'
import { validateAtOnce } from '../../stages/validation/validate-request.ts'

export { isCountry } from '../../platform/match/numbering-library.ts'
export { isRequestLike } from '../../stages/intake/file-name.ts'

export interface RequestFileRules {
  /** ISO 3166-1 alpha-2: how national phone numbers are read. */
  readonly country: string
  /** What the tenant's telephone system dials before numbers outside of it. */
  readonly dialingPrefixes?: readonly string[] | undefined
  /** The tenant's own; missing: a request may be for any. */
  readonly accounts?: readonly string[] | undefined
  readonly maxRequestBytes: number
  /** None for a file that was accepted before. */
  readonly limits?: RequestLimits
  /** First part of the subjects' keys. Default 1. */
  readonly fileNumber?: number
}

export type RequestReading =
  | { readonly kind: 'accepted'; readonly request: Request }
  | { readonly kind: 'rejected'; readonly problems: readonly RequestProblem[] }
  | { readonly kind: 'missing' }

export async function readRequestFile(path: string, rules: RequestFileRules): Promise<RequestReading> {
  const entry = await inspectEntry(path, rules.maxRequestBytes)
  if (entry === null) return { kind: 'missing' }
  if ('problem' in entry) return { kind: 'rejected', problems: [entry.problem] }
  const reading = await readFileOnce(path, rules.maxRequestBytes)
  if (reading.kind === 'gone') return { kind: 'missing' }
  if (reading.kind === 'refused') return { kind: 'rejected', problems: [refusalOf(reading.why)] }
  if (reading.kind === 'changed') return { kind: 'rejected', problems: [stillWritten] }
  const validation = validateAtOnce({
    fileName: entry.fileName,
    ...(entry.name.ok ? { action: entry.name.name.action } : { action: null, nameProblem: entry.name.problem }),
    bytes: reading.bytes,
    sha256: sha256(reading.bytes),
    fileNumber: rules.fileNumber ?? 1,
    country: rules.country,
    dialingPrefixes: rules.dialingPrefixes,
    accounts: rules.accounts,
    ...(rules.limits === undefined ? {} : { limits: rules.limits }),
  })
  return validation.ok
    ? { kind: 'accepted', request: validation.request }
    : { kind: 'rejected', problems: validation.problems }
}

const stillWritten: RequestProblem = {
  pointer: '',
  rule: 'changing',
  message: 'The file is being written. Try again when its upload is complete.',
}

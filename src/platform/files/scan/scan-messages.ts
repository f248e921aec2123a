/** What goes to a scanning thread and what comes back. */

import type { ByteSearch } from '../../match/bytes/needles.ts'
import type { PackedHits } from './hits.ts'

/** What a worker starts with. */
export interface ScanJob {
  readonly search: ByteSearch
  readonly kernel: WebAssembly.Module | null
}

/** What a part holds. */
export interface ScannedPart {
  readonly hits: PackedHits
  /** Values that a log filter has hidden in part. */
  readonly hidden: number
}

/** `code` is that of the system, since its messages hold paths. */
export type ScanReply = ScannedPart | { readonly code: string }

/** What `scan` gives, or how the system says that it failed. */
export function replyOf(scan: () => ScannedPart): ScanReply {
  try {
    return scan()
  } catch (error) {
    return { code: codeOf(error) }
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

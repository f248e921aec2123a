/** What goes to a scanning thread and what comes back. */

import type { Search } from '../../match/bytes/needles.ts'
import type { PackedHits } from './hits.ts'

/** What a worker starts with. */
export interface ScanJob {
  readonly search: Search
  readonly kernel: WebAssembly.Module | null
}

/** `code` is that of the system, since its messages hold paths. */
export type ScanReply = { readonly hits: PackedHits } | { readonly code: string }

/** What `scan` gives, or how the system says that it failed. */
export function replyOf(scan: () => PackedHits): ScanReply {
  try {
    return { hits: scan() }
  } catch (error) {
    return { code: codeOf(error) }
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

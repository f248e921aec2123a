/** A stretch of text that is one of the needles, as positions in the text looked at. */

import type { NeedleIndex } from './index-of-needles.ts'

export interface Span {
  readonly start: number
  readonly end: number
  readonly needle: number
}

/** Looks whether the candidate that a scanner met at `anchor` really is a needle. */
export type Matcher = (view: Uint8Array, anchor: number, index: NeedleIndex) => Span | null

/** From candidates to spans: the exact rules decide, the same for every scanner. */

import { at } from './characters/bytes.ts'
import { fullWidthNumbers, wideReach } from './characters/full-width.ts'
import type { NeedleIndex } from './index-of-needles.ts'
import { emailAt } from './match-email.ts'
import { ipv4At, ipv6At } from './match-ip.ts'
import { phoneAt } from './phones/match-phone.ts'
import { wordsAt } from './match-word.ts'
import { candidates, kindOf, placeOf, type PackedCandidate, type Scanner } from './scanner.ts'
import type { Span } from './span.ts'

interface ByteStretch {
  readonly length: number
  readonly from: number
  readonly to: number
}

export interface Searched {
  /** In order. */
  readonly spans: readonly Span[]
  /** Control bytes among the text: where there are any, it may be none. */
  readonly controls: number
}

/** All needles in the text of the scanner's buffer that belong to `from` … `to`. */
export function searchText(scanner: Scanner, index: NeedleIndex, { length, from, to }: ByteStretch): Searched {
  const view = scanner.buffer.subarray(0, length)
  const spans: Span[] = []
  const { controls, foreign } = scanner.scan(length, from, to, (candidate) => {
    confirm(view, candidate, index, spans)
  })
  const mayBeWide = foreign || hasForeign(view, from)
  if (scanner.finds.phones && mayBeWide) spans.push(...fullWidthNumbers(view, { from, to }, index))
  return { spans: spans.sort((a, b) => a.start - b.start), controls }
}

/** Right before the stretch: a number that ends in it may have begun there. */
function hasForeign(view: Uint8Array, from: number): boolean {
  for (let place = Math.max(0, from - wideReach); place < from; place += 1) if (at(view, place) >= 0x80) return true
  return false
}

export function spansIn(scanner: Scanner, index: NeedleIndex, text: ByteStretch): readonly Span[] {
  return searchText(scanner, index, text).spans
}

function confirm(view: Uint8Array, candidate: PackedCandidate, index: NeedleIndex, spans: Span[]): void {
  const kind = kindOf(candidate)
  if (kind === candidates.word) spans.push(...wordsAt(view, placeOf(candidate), index))
  else {
    const span = matcherOf(kind)(view, placeOf(candidate), index)
    if (span !== null) spans.push(span)
  }
}

type ByteMatcher = (view: Uint8Array, place: number, index: NeedleIndex) => Span | null

function matcherOf(kind: number): ByteMatcher {
  switch (kind) {
    case candidates.phone:
      return phoneAt
    case candidates.at:
    case candidates.encodedAt:
      return emailAt
    case candidates.ipv4:
      return ipv4At
    default:
      return ipv6At
  }
}

/** From candidates to spans: the exact rules decide, the same for every scanner. */

import type { NeedleIndex } from './index-of-needles.ts'
import { emailAt } from './match-email.ts'
import { ipv4At, ipv6At } from './match-ip.ts'
import { phoneAt } from './match-phone.ts'
import { wordsAt } from './match-word.ts'
import { candidates, kindOf, placeOf, type Candidate, type Scanner } from './scanner.ts'
import type { Span } from './span.ts'

/** All needles in the text of the scanner's buffer that belong to `from` … `to`, in order. */
export function spansIn(
  scanner: Scanner,
  index: NeedleIndex,
  text: { readonly length: number; readonly from: number; readonly to: number },
): readonly Span[] {
  const view = scanner.buffer.subarray(0, text.length)
  const spans: Span[] = []
  for (const candidate of scanner.scan(text.length, text.from, text.to)) {
    for (const span of confirm(view, candidate, index)) spans.push(span)
  }
  return spans.sort((a, b) => a.start - b.start)
}

function confirm(view: Uint8Array, candidate: Candidate, index: NeedleIndex): readonly Span[] {
  const place = placeOf(candidate)
  switch (kindOf(candidate)) {
    case candidates.phone:
      return present(phoneAt(view, place, index))
    case candidates.at:
    case candidates.encodedAt:
      return present(emailAt(view, place, index))
    case candidates.ipv4:
      return present(ipv4At(view, place, index))
    case candidates.ipv6:
      return present(ipv6At(view, place, index))
    default:
      return wordsAt(view, place, index)
  }
}

function present(span: Span | null): readonly Span[] {
  return span === null ? [] : [span]
}

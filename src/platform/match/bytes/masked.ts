/** What an earlier masking or a log filter has left of a value: stars beside it may stand for a part of it. */

import { at } from './characters/bytes.ts'

/** Whether two mask characters touch the value: then it is what a filter such as `hide-first` has left of a longer one. */
export function touchesMask(view: Uint8Array, start: number, end: number): boolean {
  return isMasked(view, start - 2) || isMasked(view, end)
}

/** The same of a number: `***-5551212` was one with an area code. */
export function touchesMaskedDigits(view: Uint8Array, start: number, end: number): boolean {
  if (touchesMask(view, start, end)) return true
  return (
    (isTight(at(view, start - 1)) && isMasked(view, start - 3)) || (isTight(at(view, end)) && isMasked(view, end + 1))
  )
}

function isTight(byte: number): boolean {
  return byte === 0x2d || byte === 0x2e || byte === 0x2f || byte === 0x29
}

/** Whether two mask characters begin here. */
function isMasked(view: Uint8Array, place: number): boolean {
  return at(view, place) === 0x2a && at(view, place + 1) === 0x2a
}

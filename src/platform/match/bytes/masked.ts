/** What an earlier masking or a log filter has left behind: stars and `<#…#>` tags are recognised and left alone. */

import { at } from './bytes.ts'

/** How far a tag may stand from the value it wraps. */
const reach = 64

/** Whether two mask characters touch the value: then it is what a filter such as `hide-first` has left of a longer one. */
export function touchesMask(view: Uint8Array, start: number, end: number): boolean {
  return isMasked(view, start - 2) || isMasked(view, end)
}

/** Whether two mask characters begin here. */
export function isMasked(view: Uint8Array, place: number): boolean {
  return at(view, place) === 0x2a && at(view, place + 1) === 0x2a
}

/** Whether the value stands inside `<#` … `#>` on its line. (Source: log filter option `tag()`, defaults.) */
export function isTagged(view: Uint8Array, start: number, end: number): boolean {
  // Hardly any value has the sign before it, and this asks once for all the places.
  return (
    view.subarray(Math.max(0, start - reach), start).includes(0x23) && opensTag(view, start) && closesTag(view, end)
  )
}

function opensTag(view: Uint8Array, start: number): boolean {
  for (let p = start - 1; p > start - reach && p > 0; p -= 1) {
    if (at(view, p) === 0x0a) return false
    if (at(view, p) !== 0x23) continue
    if (at(view, p - 1) === 0x3c) return true
    if (at(view, p + 1) === 0x3e) return false
  }
  return false
}

function closesTag(view: Uint8Array, end: number): boolean {
  for (let p = end; p < end + reach && p < view.length; p += 1) {
    if (at(view, p) === 0x0a) return false
    if (at(view, p) === 0x23 && at(view, p + 1) === 0x3e) return true
  }
  return false
}

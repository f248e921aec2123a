/** Finds an e-mail address around an `@`, also one that is an escape, in whatever it is wrapped. */

import { at, characterLength, isAlphanumeric, isDigit, isLetter, lowered } from './characters/bytes.ts'
import { anyBefore, characterBefore, continuesWord } from './characters/characters.ts'
import { foreignLetter, nothing, unseen } from './characters/code-points.ts'
import { isBackslashEscape } from './characters/escapes.ts'
import { atSignLength } from './filters.ts'
import { tags, type NeedleIndex } from './index-of-needles.ts'
import { fold } from '../fold.ts'
import { touchesMask } from './masked.ts'
import type { Span } from './span.ts'

const longestLocal = 200
const longestDomain = 253

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The address whose `@` (or the `%` of its `%40`) begins at `sign`. */
export function emailAt(view: Uint8Array, sign: number, index: NeedleIndex): Span | null {
  const encoded = at(view, sign) === 0x25
  const domainStart = sign + atSignLength(view, sign)
  const end = domainEnd(view, domainStart)
  if (end === domainStart) return null
  const domain = [0x40, ...view.subarray(domainStart, end)]
  const local: number[] = []
  for (let position = sign; local.length < longestLocal;) {
    const character = anyBefore(view, position)
    if (character.code !== unseen) {
      if (!isLocal(character.code) || (encoded && at(view, position - 1) === 0x2b)) break
      local.unshift(...bytesOf(view, character.start, position, character.code))
    }
    position = character.start
    if (!startsAddress(view, position, encoded)) continue
    const needle = lookUp([...local, ...domain], index)
    if (needle >= 0) return touchesMask(view, position, end) ? null : { start: position, end, needle }
  }
  return null
}

/** Where the address ends that has its domain at `start`; the dot that ends a sentence is no part of it. */
export function domainEnd(view: Uint8Array, start: number): number {
  let end = start
  while (end - start < longestDomain && isDomain(view, end)) end += characterLength(at(view, end))
  while (end > start && (at(view, end - 1) === 0x2e || at(view, end - 1) === 0x2d)) end -= 1
  return end
}

function isDomain(view: Uint8Array, position: number): boolean {
  const byte = at(view, position)
  return byte === 0x2d || byte === 0x2e || (byte !== 0x5f && continuesWord(view, position))
}

/** Letters, digits and what RFC 5321 allows in a local part without quotes. */
export function isLocal(code: number): boolean {
  if (code === nothing) return false
  return (
    isAlphanumeric(code) ||
    code === foreignLetter ||
    (code < 0x80 && "._+-!#$&'*/=?^`{|}~%".includes(String.fromCharCode(code)))
  )
}

/** Whether an address can begin at `position`: what stands before it must not be a part of the same local part. */
export function startsAddress(view: Uint8Array, position: number, encoded: boolean): boolean {
  if (isBackslashEscape(view, position)) return true
  const before = characterBefore(view, position)
  if (isCore(before.code)) return false
  if (before.code === 0x27) return !isCore(characterBefore(view, before.start).code)
  const isSpace = encoded && at(view, position - 1) === 0x2b
  return isSpace || !isCore(beforeSigns(view, position))
}

/** What stands before dots, dashes and plus signs such as those in `...ann@example.com` or `--ann@example.com`. */
function beforeSigns(view: Uint8Array, position: number): number {
  let character = characterBefore(view, position)
  for (let length = 0; length < longestLocal && isJoiner(character.code); length += 1)
    character = characterBefore(view, character.start)
  return character.code
}

function isJoiner(code: number): boolean {
  return code === 0x2e || code === 0x2d || code === 0x2b
}

function isCore(code: number): boolean {
  return isAlphanumeric(code) || code === foreignLetter || code === 0x5f
}

function bytesOf(view: Uint8Array, start: number, end: number, code: number): readonly number[] {
  return code < 0x80 ? [code] : [...view.subarray(start, end)]
}

function lookUp(address: readonly number[], index: NeedleIndex): number {
  const plain = address.every((byte) => byte < 0x80)
  const bytes = plain ? Uint8Array.from(address, lowered) : normalised(Uint8Array.from(address))
  return index.lookup(tags.email, bytes, 0, bytes.length)
}

function normalised(bytes: Uint8Array): Uint8Array {
  return encoder.encode(fold(decoder.decode(bytes)))
}

/** Any address around the sign, whoever it belongs to: what an export has to hide. */
export function anyEmailAt(view: Uint8Array, sign: number): { readonly start: number; readonly end: number } | null {
  const domainStart = sign + atSignLength(view, sign)
  const end = domainEnd(view, domainStart)
  let start = sign
  while (start > sign - longestLocal && isLocal(characterBefore(view, start).code))
    start = characterBefore(view, start).start
  const named = isLetter(at(view, domainStart)) || isDigit(at(view, domainStart)) || at(view, domainStart) >= 0x80
  return named && start < sign ? { start, end } : null
}

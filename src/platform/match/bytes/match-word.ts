/** Finds a user name, an id or a name that begins at a given place, as a word of its own. */

import { wordKeys } from '../word.ts'
import { at, characterLength } from './characters/bytes.ts'
import { characterBefore, continuesWord, isWordCode } from './characters/characters.ts'
import { isBackslashEscape } from './characters/escapes.ts'
import { tags, type NeedleIndex } from './index-of-needles.ts'
import { touchesMask } from './masked.ts'
import { wordKinds } from './needles.ts'
import type { Span } from './span.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** All needles that begin here: the same word can be one person's user name and another one's id. */
export function wordsAt(view: Uint8Array, start: number, index: NeedleIndex): readonly Span[] {
  if (!beginsWord(view, start)) return []
  const found: Span[] = []
  const last = Math.min(view.length, start + index.longestWord)
  for (let end = start + 1; end <= last; end += 1) {
    if (!isBorder(view, end) || !endsWord(view, end) || touchesMask(view, start, end)) continue
    const text = decoder.decode(view.slice(start, end))
    for (const tag of index.wordTags) {
      for (const needle of needlesOf(text, tag, index)) found.push({ start, end, needle })
    }
  }
  return found
}

/** Compared by what stands for all spellings of its kind. Blanks at the end are no part of a word. */
function needlesOf(text: string, tag: number, index: NeedleIndex): ReadonlySet<number> {
  const kind = wordKinds[tag - tags.word]
  const keys = kind === undefined || /\s$/.test(text) ? [] : wordKeys(text, kind)
  return new Set(keys.flatMap((key) => index.all(tag, encoder.encode(key))))
}

/** Between two characters. */
function isBorder(view: Uint8Array, place: number): boolean {
  return (at(view, place) & 0xc0) !== 0x80
}

function beginsWord(view: Uint8Array, start: number): boolean {
  if (isBackslashEscape(view, start)) return !isAccount(view, start - 2)
  const before = characterBefore(view, start)
  if (isWordCode(before.code)) return false
  const isInner = isInnerSign(before.code) && !isDash(view, before.start)
  return !isInner || !isWordCode(characterBefore(view, before.start).code)
}

/** An en dash and longer ones stand between words; the hyphens before them in Unicode, U+2010 and U+2011, join them. */
function isDash(view: Uint8Array, start: number): boolean {
  return at(view, start) === 0xe2 && at(view, start + 1) === 0x80 && at(view, start + 2) > 0x91
}

/** `CORP\nada` is the account of somebody else, not a new line and `ada`. */
function isAccount(view: Uint8Array, backslash: number): boolean {
  let start = backslash
  while (at(view, start - 1) === 0x5c) start -= 1
  const before = characterBefore(view, start).code
  return isWordCode(before) || before === 0x2d
}

function endsWord(view: Uint8Array, end: number): boolean {
  if (continuesWord(view, end)) return false
  const sign = at(view, end)
  return !(isInnerSign(sign) || sign === 0x40) || !continuesWord(view, end + characterLength(sign))
}

/** `ann-marie`, `ann.example`: other words than `ann`. */
function isInnerSign(code: number): boolean {
  return code === 0x2d || code === 0x2e
}

/** Finds a user name, an id or a name that begins at a given place, as a word of its own. */

import { at, characterBefore, continuesWord, foreignLetter, isAlphanumeric, isBackslashEscape } from './bytes.ts'
import type { NeedleIndex } from './index-of-needles.ts'
import { touchesMask } from './masked.ts'
import type { Span } from './span.ts'

/** All needles that begin here: the same word can be one person's user name and another one's id. */
export function wordsAt(view: Uint8Array, start: number, index: NeedleIndex): readonly Span[] {
  if (!beginsWord(view, start)) return []
  return index.wordLengths.flatMap((length) => {
    const end = start + length
    if (end > view.length || !endsWord(view, end)) return []
    if (touchesMask(view, start, end)) return []
    return index.wordTags.flatMap((tag) => {
      const needle = index.lookup(tag, view, start, end)
      return needle < 0 ? [] : [{ start, end, needle }]
    })
  })
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
  return !(isInnerSign(sign) || sign === 0x40) || !continuesWord(view, end + 1)
}

function isWordCode(code: number): boolean {
  return isAlphanumeric(code) || code === foreignLetter || code === 0x5f
}

/** `ann-marie`, `ann.example`: other words than `ann`. */
function isInnerSign(code: number): boolean {
  return code === 0x2d || code === 0x2e
}

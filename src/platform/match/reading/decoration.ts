/** What stands around a value and is no part of it: quotes, brackets, remarks, a name before an address in brackets. */

import { leading, trailing, wrappers } from '../signs.ts'

const remarkBehind = /\s*\((?=[^()]*\p{L})[^()]*\)$/u
const remarkBefore = /^\((?=[^()]*\p{L})[^()]*\)\s*/u

/** More layers than this nobody puts around a value. */
const mostLayers = 4

/** `="212…"`, `'212…'`, `“ada@…”`, `ada@… (home)`, `ada@….` */
export function undecorated(text: string): string {
  let inner = text.trim()
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const less = unwrapped(inner.replace(remarkBehind, '').replace(remarkBefore, ''))
    const bare = less.replace(leading, '').replace(trailing, '')
    if (bare === inner) return inner
    inner = bare
  }
  return inner
}

function unwrapped(text: string): string {
  const pair = wrappers.find(([open, close]) => text.length > 1 && text.startsWith(open) && text.endsWith(close))
  if (pair === undefined) return text
  const inner = text.slice(1, -1)
  // `(212) 555 (0142)` opens and closes more than once.
  return inner.includes(pair[0]) || inner.includes(pair[1]) ? text : inner.trim()
}

const quotedName = /^\s*"(?:[^"\\]|\\.)*"\s*/
/** Parameters may follow the bracket: `<sip:…>;tag=1`. */
const manyDigits = /(?:\d[^\p{L}\d]{0,3}){7}/u
const inBrackets = /<([^<>]*)>\s*(?:;[^<>"]*)?$/

/**
 * What stands in the brackets behind a name, with or without quotes around the name; null when there are none, or when
 * the name holds an address of its own: then the text is a list.
 */
export function bracketed(text: string): string | null {
  const match = inBrackets.exec(text.trimEnd())
  const inner = match?.[1]
  if (match === null || inner === undefined) return null
  const name = text.slice(0, match.index).replace(quotedName, '')
  return name.includes('@') || manyDigits.test(name) ? null : inner.trim()
}

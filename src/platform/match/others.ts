/** A text without what looks like other people's numbers and addresses: what a person is shown of it. */

/** A stretch of a text. */
interface TextStretch {
  readonly start: number
  readonly end: number
}

/** Rather too much than somebody else's data: digits that may be a number, and whatever has an `@`. */
const others = [
  /[+(]?\p{Nd}(?:[\p{Zs}\p{Pd}\t./()_\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e]{0,5}\p{Nd}){6,}/gu,
  /[^\s<>"'(),;:[\]]+(?:@|\uff20|%40|&#64;|&#x40;|\\u0040)[^\s<>"'(),;:[\]]+/giu,
  /(?:\d{1,3}\.){3}\d{1,3}/g,
]

const mask = '***'

/** Everything in the places of `own` stays as it is. */
export function withoutOthers(text: string, own: readonly TextStretch[]): string {
  let shown = ''
  let from = 0
  for (const { start, end } of [...own].sort((a, b) => a.start - b.start)) {
    if (start < from) continue
    shown += hidden(text.slice(from, start)) + text.slice(start, end)
    from = end
  }
  return shown + hidden(text.slice(from))
}

function hidden(text: string): string {
  return others.reduce((rest, pattern) => rest.replace(pattern, mask), text)
}

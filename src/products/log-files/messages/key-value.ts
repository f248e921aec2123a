/** A value under a key in a message, without its quotes and tags. */

/** Places in the message's excerpt. */
export interface KeyValue {
  /** As the log writes it. */
  readonly key: string
  readonly start: number
  readonly end: number
}

interface ValuePlace {
  readonly start: number
  readonly end: number
}

/** More layers than this nobody puts around a value. */
const mostLayers = 4

/**
 * Without the quotes and the tags of a log filter around it, whichever is outside; of `"Ada" Sample` the quotes are a
 * part. What a tag marks stands in clear: it is left to whoever reads the log to hide it. (Source: log filter, `tag()`.)
 */
export function inside(text: string, place: ValuePlace, quotes: readonly string[]): ValuePlace {
  let { start, end } = place
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const sign = text[start] ?? ''
    if (end - start > 3 && text.startsWith('<#', start) && text.endsWith('#>', end)) {
      ;({ start, end } = withoutBlanks(text, start + 2, end - 2))
    } else if (end - start > 1 && quotes.includes(sign) && text[end - 1] === sign) {
      start += 1
      end -= 1
    } else break
  }
  return { start, end }
}

/** Blanks of ASCII alone: the text has one character for each byte, and A0 may be the last byte of a letter. */
export function withoutBlanks(text: string, start: number, end: number): ValuePlace {
  let [first, last] = [start, end]
  while (first < last && isBlank(text[first])) first += 1
  while (last > first && isBlank(text[last - 1])) last -= 1
  return { start: first, end: last }
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && ' \t\v\f\r'.includes(character)
}

/** Nothing but mask characters: an earlier masking or the log filter of the server was here. (Source: log filter, `hide`.) */
export function isMasked(content: string): boolean {
  return /^(?:([*#_xX-])\1*)?$/.test(content.replaceAll(/[\r\n]/g, ''))
}

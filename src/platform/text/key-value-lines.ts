/** Reads text of `key=value` lines, with sections and comments, and tells where each line stands. */

export interface KeyValueLine {
  /** Name of the `[section]` it stands in; empty before the first one. */
  readonly section: string
  readonly key: string
  readonly value: string
  readonly start: number
  /** Behind the line's end. */
  readonly end: number
}

export type KeyValueReading =
  | { readonly ok: true; readonly lines: readonly KeyValueLine[] }
  /** A line that is neither blank, nor a comment, a section or a pair. From 1. */
  | { readonly ok: false; readonly line: number; readonly column: number }

const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/
const sectionLine = /^\[([^\]]*)\]$/

export function readKeyValueLines(text: string): KeyValueReading {
  const lines: KeyValueLine[] = []
  let section = ''
  let number = 0
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
    const line = (match[1] ?? '').trim()
    number += 1
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const opened = sectionLine.exec(line)?.[1]
    const found = pair.exec(line)
    if (opened !== undefined) section = opened.trim()
    else if (found === null) return { ok: false, line: number, column: 1 }
    else {
      const [, key = '', value = ''] = found
      lines.push({ section, key, value: value.trim(), start: match.index, end: match.index + match[0].length })
    }
  }
  return { ok: true, lines }
}

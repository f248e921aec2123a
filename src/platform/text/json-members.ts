/** Cuts the text of a JSON object into its members, each exactly as it was written: digits, escapes, repetitions. */

import { visit } from 'jsonc-parser'

export interface JsonMember {
  /** Without quotes and escapes. */
  readonly name: string
  /** Name and value, as written. */
  readonly text: string
}

/** `text` must be JSON, and an object. */
export function jsonMembers(text: string): readonly JsonMember[] {
  const members: JsonMember[] = []
  let open: { readonly name: string; readonly start: number } | null = null
  let depth = 0
  const close = (end: number): void => {
    if (depth !== 1 || open === null) return
    members.push({ name: open.name, text: text.slice(open.start, end).trimEnd() })
    open = null
  }
  const end = (offset: number): void => {
    close(offset)
    depth -= 1
  }
  visit(text, {
    onObjectBegin: () => void (depth += 1),
    onArrayBegin: () => void (depth += 1),
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (name, start) => {
      if (depth === 1) open = { name, start }
    },
    onSeparator: (character, offset) => {
      if (character === ',') close(offset)
    },
  })
  return members
}

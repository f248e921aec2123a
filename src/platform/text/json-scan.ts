/** One look over a JSON text without recursion: how deep it nests, how many values it may hold, what stays open. */

export interface JsonLimits {
  /** Objects and arrays within each other. */
  readonly maxDepth: number
  /** Values of all kinds; bounds what a hostile file can make of its few bytes in memory. */
  readonly maxValues: number
}

export type JsonScan =
  /** `open`: offset of the innermost bracket that is never closed; null when all are. */
  | { readonly ok: true; readonly open: number | null }
  | { readonly ok: false; readonly exceeded: 'depth' | 'values'; readonly offset: number }

export interface TextPosition {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const lineFeed = 0x0a
const carriageReturn = 0x0d

export function scanJson(text: string, limits: JsonLimits): JsonScan {
  const open: number[] = []
  let values = 1
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === quote) offset = endOfString(text, offset)
    else if (isOpening(code)) open.push(offset)
    else if (isClosing(code)) open.pop()
    if (code === comma || isOpening(code)) values += 1
    if (open.length > limits.maxDepth) return { ok: false, exceeded: 'depth', offset }
    if (values > limits.maxValues) return { ok: false, exceeded: 'values', offset }
  }
  return { ok: true, open: open.at(-1) ?? null }
}

/** `{` and `[`. */
function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b
}

/** `}` and `]`. */
function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d
}

/** Offset of the closing quote; of the line's end when there is none, since no JSON text goes over it. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === backslash) offset += 1
    else if (code === quote || code === lineFeed || code === carriageReturn) return offset
  }
  return text.length
}

export function positionOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset)
  const lines = before.match(/\r\n|\r|\n/g)?.length ?? 0
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  return { line: lines + 1, column: offset - lineStart + 1 }
}

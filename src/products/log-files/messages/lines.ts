/** Lines of a text that has one character for each byte, by the places where they begin. */

import type { Excerpt } from '../../../platform/files/scan/excerpt.ts'

/** Positions in the text are places in the excerpt. */
export function latin({ bytes }: Excerpt, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end)
}

export function lineStart(text: string, place: number): number {
  return place === 0 ? 0 : text.lastIndexOf('\n', place - 1) + 1
}

/** Where the line end stands, or the text ends. */
export function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place)
  return end < 0 ? text.length : end
}

/** Where the next line begins; null behind the last. */
export function nextLine(text: string, place: number): number | null {
  const end = lineEnd(text, place)
  return end + 1 < text.length ? end + 1 : null
}

/** The beginning of the line, so much as tells what it is. */
export function beginning(text: string, start: number): string {
  return text.slice(start, Math.min(lineEnd(text, start), start + 4096))
}

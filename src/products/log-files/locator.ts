/** FACT_ID of a log: the byte offset, and what tells whether the file is still the one that was searched. */

export interface Locator {
  readonly offset: number
  readonly length: number
  /** Device and inode. */
  readonly file: string
  /** Bytes that the file had when it was searched: a log only grows, unless it was truncated. */
  readonly size: number
  /** Where the lines around the place end; nothing of what is written in them. `-` for compressed files. */
  readonly lines: string
}

/** Begins with the offset, as auditors expect it: `1843+12;2049:131;98765;3f0a…`. An export adds the line number. */
export function writeLocator(locator: Locator, line: number | null = null): string {
  const { offset, length, file, size, lines } = locator
  return `${offset}+${length};${file};${size};${lines}${line === null ? '' : `;line ${line}`}`
}

export function readLocator(text: string): Locator | null {
  const match = /^(\d+)\+(\d+);(\d+:\d+);(\d+);([0-9a-f]{16}|-)(?:;line \d+)?$/.exec(text)
  if (match === null) return null
  const [, offset, length, file = '', size, lines = ''] = match
  return { offset: Number(offset), length: Number(length), file, size: Number(size), lines }
}

/** Texts measured and broken by the columns that they take on a screen: some letters take two, some none. */

import stringWidth from 'string-width'

export function widthOf(text: string): number {
  return stringWidth(text)
}

export function padded(text: string, width: number, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'right' ? blank + text : text + blank
}

/** Lines of at most so many columns, broken between words where that is possible; at least one. */
export function wrapped(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (widthOf(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = broken(word, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line]
}

const letters = new Intl.Segmenter()

/** A path or an id that is longer than a line. */
function broken(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of letters.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

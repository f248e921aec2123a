/** Fields between delimiters, with or without double quotes around them. Positions are those in the text. */

export interface Field {
  readonly value: string
  readonly start: number
}

export function fieldsOf(text: string, delimiter: string): readonly Field[] {
  const found: Field[] = []
  for (let start = 0; start <= text.length;) {
    const end = fieldEnd(text, start, delimiter)
    found.push({ value: text.slice(start, end), start })
    start = end + delimiter.length
  }
  return found
}

/** In double quotes a delimiter belongs to the field; quotes that do not end with it are text like any other. */
function fieldEnd(text: string, start: number, delimiter: string): number {
  const quoted = text[start] === '"' ? quotesEnd(text, start) : null
  if (quoted !== null && (quoted === text.length || text.startsWith(delimiter, quoted))) return quoted
  const end = text.indexOf(delimiter, start)
  return end < 0 ? text.length : end
}

/** Behind the quote that closes the one at `start`; two of them are one of the text. Null when none does. */
function quotesEnd(text: string, start: number): number | null {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] !== '"') return quote + 1
  }
  return null
}

/** Whether a field begins with a quote that nothing closes: then it may go on behind the end of the line. */
export function isOpen(fields: readonly Field[]): boolean {
  return fields.some(({ value }) => value.startsWith('"') && quotesEnd(value, 0) === null)
}

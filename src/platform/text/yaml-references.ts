/** A reference such as `${env:NAME}` may stand unquoted between braces, where plain YAML would take its brace for an object. */

const reference = /(?<=[:,[{-]\s+|[[{,])(\$\{(?:env|file):[^}"'\n]*\})(?=\s*(?:[,}\]\n]|$|#))/g

export interface QuotedText {
  readonly text: string
  /** Where in the text as written stands what stands at the offset in this one. */
  readonly original: (offset: number) => number
}

export function withQuotedReferences(text: string): QuotedText {
  const quotes: number[] = []
  const quoted = text.replace(reference, (written: string, _group: string, offset: number) => {
    const start = offset + quotes.length
    quotes.push(start, start + written.length + 1)
    return `"${written}"`
  })
  return { text: quoted, original: (offset) => offset - quotes.filter((quote) => quote < offset).length }
}

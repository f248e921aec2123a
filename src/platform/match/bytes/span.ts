/** A stretch of text that is one of the needles, as positions in the text looked at. */

export interface Span {
  readonly start: number
  readonly end: number
  readonly needle: number
}
